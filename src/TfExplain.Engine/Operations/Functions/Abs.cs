using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>|x|; slope -1, 0 or 1.</summary>
public readonly record struct Abs : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.Abs(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector.ConditionalSelect(Vector.GreaterThan(v, Vector<float>.Zero), Vector<float>.One, Vector.ConditionalSelect(Vector.LessThan(v, Vector<float>.Zero), -Vector<float>.One, Vector<float>.Zero));

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
