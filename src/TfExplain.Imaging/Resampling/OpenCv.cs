namespace TfExplain.Imaging.Resampling;

/// <summary>The methods of <c>cv2.resize</c>: half-pixel centres, edge samples repeated, not antialiased except AREA.</summary>
public static class OpenCv
{
    /// <summary>INTER_NEAREST: floor(i scale).</summary>
    public static Resampler Nearest { get; } = new SeparableResampler("opencv.nearest", static (size, newSize) =>
        AxisWeights.Nearest(size, newSize, i => (int)(i * ((double)size / newSize))));

    /// <summary>INTER_NEAREST_EXACT: the sample under the centre, in 16-bit fixed point.</summary>
    public static Resampler NearestExact { get; } = new SeparableResampler("opencv.nearest_exact", static (size, newSize) =>
    {
        var step = (((long)size << 16) + newSize / 2) / newSize;
        return AxisWeights.Nearest(size, newSize, i => (int)((step * i + step / 2 - size % 2) >> 16));
    });

    /// <summary>INTER_LINEAR.</summary>
    public static Resampler Linear { get; } = new SeparableResampler("opencv.linear", static (size, newSize) =>
        AxisWeights.Linear(size, newSize, i => (i + 0.5) * size / newSize - 0.5));

    /// <summary>INTER_CUBIC: a = -0.75.</summary>
    public static Resampler Cubic { get; } = new SeparableResampler("opencv.cubic", static (size, newSize) =>
        Taps(size, newSize, 2, static x => Kernels.Cubic(x, -0.75)));

    /// <summary>INTER_LANCZOS4: eight samples.</summary>
    public static Resampler Lanczos4 { get; } = new SeparableResampler("opencv.lanczos4", static (size, newSize) =>
        Taps(size, newSize, 4, static x => Kernels.Lanczos(x, 4)));

    /// <summary>INTER_AREA: the mean of the area that a sample covers when shrinking along both axes; else linear between the cells.</summary>
    public static Resampler Area { get; } = new OpenCvArea();

    private static AxisWeights Taps(int size, int newSize, int radius, Func<double, double> kernel) => AxisWeights.Sum(size, newSize, i =>
    {
        var position = (i + 0.5) * size / newSize - 0.5;
        var first = (int)Math.Floor(position) - radius + 1;
        return (first, AxisWeights.Normalised(first, first + 2 * radius, k => kernel(k - position)));
    });
}
