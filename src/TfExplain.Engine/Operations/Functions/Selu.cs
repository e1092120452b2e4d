using System.Numerics;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>Scale x where x &gt; 0, else Scale Alpha (exp(x) - 1), the self-normalising constants of Klambauer et al. (2017).</summary>
public readonly record struct Selu : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => new Vector<float>(Scale) * Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), new Vector<float>(Alpha) * Elementary.Expm1(x), x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => new Vector<float>(Scale) * Vector.ConditionalSelect(Vector.LessThan(v, Vector<float>.Zero), new Vector<float>(Alpha) * Vector.Exp(v), Vector<float>.One);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => true;

    private const float Scale = 1.050701f;
    private const float Alpha = 1.6732632f;
}
