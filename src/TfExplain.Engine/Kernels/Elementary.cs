using System.Numerics;

namespace TfExplain.Engine.Kernels;

/// <summary>Functions that would lose digits when written with exp and log alone; a few units in the last place over the whole range.</summary>
internal static class Elementary
{
    private static readonly Vector<float> Half = new(0.5f);
    private static readonly Vector<float> Two = new(2f);

    /// <summary>exp(x) - 1.</summary>
    public static Vector<float> Expm1(Vector<float> x)
    {
        // Taylor's series where the subtraction would cancel: x (1 + x/2 (1 + x/3 (... (1 + x/8)))).
        var sum = Vector<float>.One;
        for (var k = 8; k >= 2; k--) sum = Vector<float>.One + x * new Vector<float>(1f / k) * sum;
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), Half), x * sum, Vector.Exp(x) - Vector<float>.One);
    }

    /// <summary>log(1 + x).</summary>
    public static Vector<float> Log1p(Vector<float> x)
    {
        // log(u) x / (u - 1) undoes the rounding of u = 1 + x.
        var u = Vector<float>.One + x;
        var exact = Vector.Equals(u, Vector<float>.One) | Vector.Equals(u, new(float.PositiveInfinity));
        return Vector.ConditionalSelect(exact, x, Vector.Log(u) * (x / (u - Vector<float>.One)));
    }

    /// <summary>tanh(x) = -m / (m + 2) with m = exp(-2 |x|) - 1, under the sign of x.</summary>
    public static Vector<float> Tanh(Vector<float> x)
    {
        var m = Expm1(-Two * Vector.Abs(x));
        return Vector.CopySign(-m / (m + Two), x);
    }

    /// <summary>a^b, lane by lane.</summary>
    public static Vector<float> Power(Vector<float> a, Vector<float> b)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        for (var lane = 0; lane < lanes.Length; lane++) lanes[lane] = MathF.Pow(a[lane], b[lane]);
        return new(lanes);
    }
}
