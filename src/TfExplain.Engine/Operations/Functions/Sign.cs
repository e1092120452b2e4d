using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>-1, 0 or 1; slope 0. NaN stays NaN.</summary>
public readonly record struct Sign : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), Vector<float>.One, Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), -Vector<float>.One, x));

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector<float>.Zero;

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
