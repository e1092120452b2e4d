namespace TfExplain.Imaging.Resampling;

/// <summary>The methods of <c>tf.image.resize</c> (half-pixel centres) and, under V1, of <c>tf.compat.v1.image.resize_*</c>.</summary>
public static class TensorFlow
{
    /// <summary>nearest: the sample under the centre.</summary>
    public static Resampler Nearest { get; } = new SeparableResampler("tensorflow.nearest", static (size, newSize) =>
        AxisWeights.Nearest(size, newSize, i => (int)((i + 0.5f) * ((float)size / newSize))));

    /// <summary>area: the mean of the area that a sample covers.</summary>
    public static Resampler Area { get; } = new SeparableResampler("tensorflow.area", static (size, newSize) => AxisWeights.Sum(size, newSize, i =>
    {
        var scale = (double)size / newSize;
        double from = i * scale, to = from + scale;
        var first = (int)from;
        return (first, AxisWeights.Normalised(first, Math.Max((int)Math.Ceiling(to - 1e-9), first + 1), k => Math.Min(k + 1, to) - Math.Max(k, from)));
    }));

    /// <summary>bilinear; <paramref name="antialias"/> widens the kernel when shrinking.</summary>
    public static Resampler Bilinear(bool antialias = false) => antialias
        ? Spans("tensorflow.bilinear", Kernels.Triangle, 1, antialias)
        : new SeparableResampler("tensorflow.bilinear", static (size, newSize) => AxisWeights.Linear(size, newSize, i => (i + 0.5) * size / newSize - 0.5));

    /// <summary>bicubic: Keys' cubic, a = -0.5; samples outside the image do not count.</summary>
    public static Resampler Bicubic(bool antialias = false) => antialias
        ? Spans("tensorflow.bicubic", Kernels.KeysCubic, 2, antialias)
        : new SeparableResampler("tensorflow.bicubic", static (size, newSize) => AxisWeights.Sum(size, newSize, i =>
        {
            var position = (i + 0.5f) * ((float)size / newSize) - 0.5f;
            var below = (int)MathF.Floor(position);
            var blend = Tabulated(position - below);
            int first = Math.Max(below - 1, 0), end = Math.Min(below + 3, size);
            return (first, AxisWeights.Normalised(first, end, k => Kernels.KeysCubic(k - below - blend)));
        }));

    /// <summary>lanczos3: windowed sinc of radius 3.</summary>
    public static Resampler Lanczos3(bool antialias = false) => Spans("tensorflow.lanczos3", static x => Kernels.Lanczos(x, 3), 3, antialias);

    /// <summary>lanczos5: windowed sinc of radius 5.</summary>
    public static Resampler Lanczos5(bool antialias = false) => Spans("tensorflow.lanczos5", static x => Kernels.Lanczos(x, 5), 5, antialias);

    /// <summary>gaussian: standard deviation 0.5, radius 1.5.</summary>
    public static Resampler Gaussian(bool antialias = false) => Spans("tensorflow.gaussian", Kernels.Gaussian, 1.5, antialias);

    /// <summary>mitchellcubic: B = C = 1/3.</summary>
    public static Resampler MitchellCubic(bool antialias = false) => Spans("tensorflow.mitchellcubic", Kernels.MitchellCubic, 2, antialias);

    /// <summary>v1 resize_nearest_neighbor: floor(i scale), or the nearest with aligned corners.</summary>
    public static Resampler V1Nearest(bool alignCorners = false) => new SeparableResampler("tensorflow.v1.nearest_neighbor", (size, newSize) =>
        AxisWeights.Nearest(size, newSize, i => alignCorners
            ? (int)MathF.Round(V1Position(i, size, newSize, alignCorners), MidpointRounding.AwayFromZero)
            : (int)V1Position(i, size, newSize, alignCorners)));

    /// <summary>v1 resize_bilinear: position i scale, without the half pixel.</summary>
    public static Resampler V1Bilinear(bool alignCorners = false) => new SeparableResampler("tensorflow.v1.bilinear", (size, newSize) =>
        AxisWeights.Linear(size, newSize, i => V1Position(i, size, newSize, alignCorners)));

    /// <summary>v1 resize_bicubic: a = -0.75, edge samples repeated.</summary>
    public static Resampler V1Bicubic(bool alignCorners = false) => new SeparableResampler("tensorflow.v1.bicubic", (size, newSize) => AxisWeights.Sum(size, newSize, i =>
    {
        var position = V1Position(i, size, newSize, alignCorners);
        var below = (int)MathF.Floor(position);
        var blend = Tabulated(position - below);
        return (below - 1, AxisWeights.Normalised(below - 1, below + 3, k => Kernels.Cubic(k - below - blend, -0.75)));
    }));

    private static float V1Position(int i, int size, int newSize, bool alignCorners) =>
        i * (alignCorners && newSize > 1 ? (size - 1) / (float)(newSize - 1) : size / (float)newSize);

    // TensorFlow looks its cubic weights up in a table of 1024 steps.
    private static double Tabulated(float fraction) => MathF.Round(fraction * 1024) / 1024;

    // The ScaleAndTranslate operation: samples up to the radius from the centre, both ends included.
    private static SeparableResampler Spans(string name, Func<double, double> kernel, double radius, bool antialias) => new(name, (size, newSize) =>
    {
        var scale = (double)size / newSize;
        var stretch = antialias ? Math.Max(scale, 1) : 1;
        return AxisWeights.Sum(size, newSize, i =>
        {
            var centre = (i + 0.5) * scale;
            var first = Math.Max((int)Math.Ceiling(centre - radius * stretch - 0.5), 0);
            var end = Math.Min((int)Math.Floor(centre + radius * stretch - 0.5), size - 1) + 1;
            return (first, AxisWeights.Normalised(first, end, k => kernel((k + 0.5 - centre) / stretch)));
        });
    });
}
