using System.Numerics;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>x^Exponent; slope Exponent x^(Exponent - 1).</summary>
public readonly record struct PowerOf(float Exponent) : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Elementary.Power(x, new(Exponent));

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Exponent == 0 ? Vector<float>.Zero : new Vector<float>(Exponent) * Elementary.Power(v, new(Exponent - 1));

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
