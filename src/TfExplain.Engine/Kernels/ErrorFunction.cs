using System.Numerics;

namespace TfExplain.Engine.Kernels;

/// <summary>The Gauss error function, split into its decay exp(-z^2) and the slowly varying rest so that tails keep their digits.</summary>
internal static class ErrorFunction
{
    // (1 + 2z) exp(z^2) erfc(z) as a polynomial in (z - 2) / (z + 2): Chebyshev interpolation over 0 <= z <= 15, relative error 1e-8.
    private static readonly float[] Coefficients =
    [
        1.2769784f, -0.09276381f, -0.16603042f, 0.1640508f, -0.054219257f, -0.0080294283f, 0.0087168906f, 0.0012507597f, -0.0014388947f,
        -0.000405022f, 0.00018455995f, 8.7954963e-05f,
    ];

    // 2 / sqrt(pi) (-1)^n / (n! (2n + 1)): the series of erf(x) / x in x^2.
    private static readonly float[] Series = [1.1283792f, -0.37612638f, 0.11283792f, -0.026866171f, 0.0052239776f, -0.00085483274f, 0.00012055333f];

    /// <summary>exp(z^2) erfc(z) for z >= 0.</summary>
    public static Vector<float> ScaledComplement(Vector<float> z)
    {
        var t = (z - new Vector<float>(2)) / (z + new Vector<float>(2));
        return Polynomial(Coefficients, t) / (Vector<float>.One + z + z);
    }

    /// <summary>exp(scale x^2), exact to the rounding of x^2; scale is -1 or -1/2.</summary>
    public static Vector<float> Decay(Vector<float> x, float scale)
    {
        // Beyond 15 the result is zero, and squares stay finite.
        x = Vector.Min(Vector.Abs(x), new(15));
        var square = x * x;
        var rest = Vector.FusedMultiplyAdd(x, x, -square);
        var factor = new Vector<float>(scale);
        return Vector.Exp(factor * square) * (Vector<float>.One + factor * rest);
    }

    /// <summary>erf(x).</summary>
    public static Vector<float> Value(Vector<float> x)
    {
        var z = Vector.Min(Vector.Abs(x), new(15));
        var outer = Vector<float>.One - Decay(x, -1) * ScaledComplement(z);
        return Vector.ConditionalSelect(Vector.LessThan(z, new(0.5f)), x * Polynomial(Series, x * x), Vector.CopySign(outer, x));
    }

    /// <summary>The normal distribution function: erfc(-x / sqrt 2) / 2.</summary>
    public static Vector<float> Normal(Vector<float> x)
    {
        var z = Vector.Min(Vector.Abs(x), new(15)) * new Vector<float>(0.70710678f);
        var tail = new Vector<float>(0.5f) * Decay(x, -0.5f) * ScaledComplement(z);
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), tail, Vector<float>.One - tail);
    }

    private static Vector<float> Polynomial(float[] coefficients, Vector<float> t)
    {
        var sum = Vector<float>.Zero;
        for (var i = coefficients.Length - 1; i >= 0; i--) sum = sum * t + new Vector<float>(coefficients[i]);
        return sum;
    }
}
