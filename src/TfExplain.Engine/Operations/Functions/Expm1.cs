using System.Numerics;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>exp(x) - 1, exact near 0; slope exp(x).</summary>
public readonly record struct Expm1 : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Elementary.Expm1(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector.Exp(v);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
