using System.Numerics;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>The Gauss error function; slope 2 / sqrt(pi) exp(-x^2).</summary>
public readonly record struct Erf : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => ErrorFunction.Value(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => new Vector<float>(1.1283792f) * ErrorFunction.Decay(v, -1);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
