using System.Numerics;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)); slope sigmoid(x).</summary>
public readonly record struct Softplus : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Vector.Max(x, Vector<float>.Zero) + Elementary.Log1p(Vector.Exp(-Vector.Abs(x)));

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => default(Sigmoid).Value(v);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => true;
}
