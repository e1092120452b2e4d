using System.Numerics;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>x where x &gt; 0, else Alpha (exp(x / Alpha) - 1); slope 1 or exp(x / Alpha).</summary>
public readonly record struct Celu(float Alpha) : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), new Vector<float>(Alpha) * Elementary.Expm1(x / new Vector<float>(Alpha)), x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => Vector.ConditionalSelect(Vector.LessThan(v, Vector<float>.Zero), Vector.Exp(v / new Vector<float>(Alpha)), Vector<float>.One);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => true;
}
