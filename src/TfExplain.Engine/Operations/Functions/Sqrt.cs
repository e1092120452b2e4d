using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>The square root; slope 1 / (2y).</summary>
public readonly record struct Sqrt : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.SquareRoot(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => new Vector<float>(0.5f) / v;

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => true;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
