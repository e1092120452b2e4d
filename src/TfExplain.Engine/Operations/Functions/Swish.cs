using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>x sigmoid(x), also called SiLU; slope s (1 + x (1 - s)) with s = sigmoid(x).</summary>
public readonly record struct Swish : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => x * default(Sigmoid).Value(x);

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v)
    {
        var s = default(Sigmoid).Value(v);
        return s * (Vector<float>.One + v * (Vector<float>.One - s));
    }

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => true;
}
