namespace TfExplain.Imaging.Resampling;

/// <summary>The modes of <c>torch.nn.functional.interpolate(size=...)</c>.</summary>
public static class Torch
{
    /// <summary>nearest: floor(i scale).</summary>
    public static Resampler Nearest { get; } = new SeparableResampler("torch.nearest", static (size, newSize) =>
        AxisWeights.Nearest(size, newSize, i => (int)(i * ((float)size / newSize))));

    /// <summary>nearest-exact: floor((i + 0.5) scale).</summary>
    public static Resampler NearestExact { get; } = new SeparableResampler("torch.nearest-exact", static (size, newSize) =>
        AxisWeights.Nearest(size, newSize, i => (int)((i + 0.5f) * ((float)size / newSize))));

    /// <summary>area: the mean of the samples that a sample touches (adaptive average pooling).</summary>
    public static Resampler Area { get; } = new SeparableResampler("torch.area", static (size, newSize) => AxisWeights.Sum(size, newSize, i =>
    {
        int first = (int)((long)i * size / newSize), end = (int)(((i + 1L) * size + newSize - 1) / newSize);
        return (first, AxisWeights.Normalised(first, end, static _ => 1));
    }));

    /// <summary>bilinear; <paramref name="antialias"/> widens the kernel when shrinking and excludes <paramref name="alignCorners"/>.</summary>
    public static Resampler Bilinear(bool alignCorners = false, bool antialias = false) => antialias
        ? Antialiased("torch.bilinear", alignCorners, Kernels.Triangle, 1)
        : new SeparableResampler("torch.bilinear", (size, newSize) => AxisWeights.Linear(size, newSize, i => Position(i, size, newSize, alignCorners)));

    /// <summary>bicubic: a = -0.75, or -0.5 with <paramref name="antialias"/>, which excludes <paramref name="alignCorners"/>.</summary>
    public static Resampler Bicubic(bool alignCorners = false, bool antialias = false) => antialias
        ? Antialiased("torch.bicubic", alignCorners, Kernels.KeysCubic, 2)
        : new SeparableResampler("torch.bicubic", (size, newSize) => AxisWeights.Sum(size, newSize, i =>
        {
            var position = Position(i, size, newSize, alignCorners);
            var first = (int)Math.Floor(position) - 1;
            return (first, AxisWeights.Normalised(first, first + 4, k => Kernels.Cubic(k - position, -0.75)));
        }));

    private static double Position(int i, int size, int newSize, bool alignCorners) =>
        !alignCorners ? (i + 0.5) * size / newSize - 0.5 : newSize > 1 ? i * ((size - 1.0) / (newSize - 1)) : 0;

    private static SeparableResampler Antialiased(string name, bool alignCorners, Func<double, double> kernel, double radius) => alignCorners
        ? throw new ArgumentException("torch has no antialiasing with aligned corners; use one of the two.", nameof(alignCorners))
        : new(name, (size, newSize) => AxisWeights.Kernel(size, newSize, kernel, radius, (double)size / newSize, Math.Max((double)size / newSize, 1)));
}
