using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>1 / x; slope -y^2.</summary>
public readonly record struct Reciprocal : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector<float>.One / x;

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => -v * v;

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => true;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
