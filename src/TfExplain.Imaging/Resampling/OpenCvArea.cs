namespace TfExplain.Imaging.Resampling;

/// <summary>INTER_AREA of OpenCV; which of its two forms is used depends on both axes.</summary>
internal sealed class OpenCvArea() : Resampler("opencv.area")
{
    private protected override (AxisWeights Rows, AxisWeights Columns) Axes(int height, int width, int newHeight, int newWidth) =>
        newHeight <= height && newWidth <= width
            ? (Covered(height, newHeight), Covered(width, newWidth))
            : (Between(height, newHeight), Between(width, newWidth));

    private static AxisWeights Covered(int size, int newSize) => AxisWeights.Sum(size, newSize, i =>
    {
        var scale = (double)size / newSize;
        double from = i * scale, to = Math.Min(from + scale, size);
        var first = (int)from;
        var end = Math.Min((int)Math.Ceiling(to), size);
        return (first, AxisWeights.Normalised(first, end, k => Math.Min(k + 1, to) - Math.Max(k, from)));
    });

    private static AxisWeights Between(int size, int newSize) => AxisWeights.Sum(size, newSize, i =>
    {
        var first = (int)((double)i * size / newSize);
        var beyond = i + 1 - (first + 1) * ((double)newSize / size);
        var blend = beyond <= 0 ? 0 : beyond - Math.Floor(beyond);
        return (first, [1 - blend, blend]);
    });
}
