using System.Numerics;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>x where x &gt; 0, else Alpha (exp(x) - 1); slope 1 or Alpha exp(x).</summary>
public readonly record struct Elu(float Alpha) : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), new Vector<float>(Alpha) * Elementary.Expm1(x), x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector.ConditionalSelect(Vector.LessThan(v, Vector<float>.Zero), new Vector<float>(Alpha) * Vector.Exp(v), Vector<float>.One);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => true;
}
