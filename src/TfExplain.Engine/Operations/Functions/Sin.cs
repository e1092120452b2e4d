using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>sin(x); slope cos(x).</summary>
public readonly record struct Sin : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.Sin(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector.Cos(v);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
