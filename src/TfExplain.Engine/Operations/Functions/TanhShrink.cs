using System.Numerics;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>x - tanh(x); slope tanh(x)^2.</summary>
public readonly record struct TanhShrink : IFunction
{
    /// <inheritdoc/>
    public Vector<float> Value(Vector<float> x)
    {
        Vector.Widen(x, out var low, out var high);
        return Vector.Narrow(Wide(low), Wide(high));
    }

    /// <inheritdoc/>
    public Vector<float> Slope(Vector<float> v)
    {
        var tanh = Elementary.Tanh(v);
        return tanh * tanh;
    }

    /// <inheritdoc/>
    public static bool SlopeReadsOutput => false;

    /// <inheritdoc/>
    public static bool IsRectifier => false;

    // In double precision, with the series' first term where even that cancels.
    private static Vector<double> Wide(Vector<double> x)
    {
        var decay = Vector.Exp(new Vector<double>(-2) * Vector.Abs(x));
        var tanh = Vector.CopySign((Vector<double>.One - decay) / (Vector<double>.One + decay), x);
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new(1e-4)), x * x * x / new Vector<double>(3), x - tanh);
    }
}
