using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>1 / (1 + exp(-x)); slope y (1 - y).</summary>
public readonly record struct Sigmoid : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Vector.Exp(-x));

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => v * (Vector<float>.One - v);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => true;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
