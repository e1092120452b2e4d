namespace TfExplain.Imaging.Resampling;

/// <summary>The interpolation kernels, as functions of the distance in samples.</summary>
internal static class Kernels
{
    public static double Box(double x) => x is > -0.5 and <= 0.5 ? 1 : 0;

    public static double Triangle(double x) => Math.Max(0, 1 - Math.Abs(x));

    public static double Hamming(double x) => Math.Abs(x) < 1 ? Sinc(x) * (0.54 + 0.46 * Math.Cos(Math.PI * x)) : 0;

    /// <summary>Keys' cubic convolution (1981); a = -0.5 reproduces quadratics, -0.75 is sharper.</summary>
    public static double Cubic(double x, double a)
    {
        x = Math.Abs(x);
        return x < 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : x < 2 ? ((x - 5) * x + 8) * x * a - 4 * a : 0;
    }

    public static double KeysCubic(double x) => Cubic(x, -0.5);

    public static double MitchellCubic(double x)
    {
        x = Math.Abs(x);
        return x < 1 ? (7 * x - 12) * x * x / 6 + 8.0 / 9 : x < 2 ? ((-7 * x + 36) * x - 60) * x / 18 + 16.0 / 9 : 0;
    }

    public static double Lanczos(double x, int radius) => Math.Abs(x) < radius ? Sinc(x) * Sinc(x / radius) : 0;

    /// <summary>Standard deviation 0.5, cut at 1.5.</summary>
    public static double Gaussian(double x) => Math.Abs(x) < 1.5 ? Math.Exp(-2 * x * x) : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
