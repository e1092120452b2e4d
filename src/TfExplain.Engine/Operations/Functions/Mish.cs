using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>x tanh(softplus(x)) = x t with t = n / (n + 2), n = exp(x) (exp(x) + 2); slope t + x (1 - t) (1 + t) sigmoid(x).</summary>
public readonly record struct Mish : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => x * Gate(x).Open;

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v)
    {
        var (open, closed) = Gate(v);
        return open + v * closed * (Vector<float>.One + open) * default(Sigmoid).Value(v);
    }

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => true;

    /// <summary>t and 1 - t, from z = exp(-|x|), which cannot overflow.</summary>
    private static (Vector<float> Open, Vector<float> Closed) Gate(Vector<float> x)
    {
        Vector<float> two = new(2), z = Vector.Exp(-Vector.Abs(x));
        var positive = Vector.GreaterThanOrEqual(x, Vector<float>.Zero);
        var open = Vector.ConditionalSelect(positive, Vector<float>.One + two * z, z * (z + two));
        var closed = Vector.ConditionalSelect(positive, two * z * z, two);
        return (open / (open + closed), closed / (open + closed));
    }
}
