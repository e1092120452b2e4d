using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>cos(x); slope -sin(x).</summary>
public readonly record struct Cos : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.Cos(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => -Vector.Sin(v);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
