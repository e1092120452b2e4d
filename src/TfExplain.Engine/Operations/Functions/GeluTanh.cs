using System.Numerics;

namespace TfExplain.Engine.Operations;

/// <summary>x (1 + tanh(u)) / 2 = x sigmoid(2u) with u = sqrt(2 / pi) (x + 0.044715 x^3); slope s (1 + 2 x u' (1 - s)).</summary>
public readonly record struct GeluTanh : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x) => x * default(Sigmoid).Value(Twice(x));

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v)
    {
        // Beyond 30 the gate is 0 or 1 and x^3 must not overflow against it.
        v = Vector.Min(Vector.Max(v, new(-30f)), new(30f));
        Vector<float> s = default(Sigmoid).Value(Twice(v)), rest = default(Sigmoid).Value(-Twice(v));
        return s * (Vector<float>.One + v * new Vector<float>(2 * Root) * (Vector<float>.One + new Vector<float>(3 * Cubic) * v * v) * rest);
    }

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => true;

    private const float Root = 0.7978846f;
    private const float Cubic = 0.044715f;

    private static Vector<float> Twice(Vector<float> x) => new Vector<float>(2 * Root) * x * (Vector<float>.One + new Vector<float>(Cubic) * x * x);
}
