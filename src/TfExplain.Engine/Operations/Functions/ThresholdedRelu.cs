using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>x where x &gt; Theta, else 0.</summary>
public readonly record struct ThresholdedRelu(float Theta) : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.ConditionalSelect(Vector.LessThanOrEqual(x, new(Theta)), Vector<float>.Zero, x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector.ConditionalSelect(Vector.GreaterThan(v, new(Theta)), Vector<float>.One, Vector<float>.Zero);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => true;
}
