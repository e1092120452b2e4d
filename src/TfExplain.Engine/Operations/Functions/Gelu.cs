using System.Numerics;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>x P(x) with P the normal distribution function (erf form); slope P(x) + x exp(-x^2 / 2) / sqrt(2 pi).</summary>
public readonly record struct Gelu : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => x * ErrorFunction.Normal(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => ErrorFunction.Normal(v) + v * ErrorFunction.Decay(v, -0.5f) * new Vector<float>(0.3989423f);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => true;
}
