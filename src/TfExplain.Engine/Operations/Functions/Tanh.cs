using System.Numerics;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>tanh(x); slope 1 - y^2.</summary>
public readonly record struct Tanh : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => Elementary.Tanh(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v) => (Vector<float>.One - v) * (Vector<float>.One + v);

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => true;

    /// <inheritdoc/>
    public static bool IsRectifier => false;
}
