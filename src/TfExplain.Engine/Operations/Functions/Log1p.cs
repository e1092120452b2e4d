using System.Numerics;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>log(1 + x), exact near 0; slope 1 / (1 + x).</summary>
public readonly record struct Log1p : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Elementary.Log1p(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector<float>.One / (Vector<float>.One + v);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
