namespace TfExplain;

/// <summary>The places of a sliding patch: rows of patches from the top, each row from the left, the last ones reaching the border or cut off by it.</summary>
internal sealed class OcclusionGrid
{
    private readonly int _height;
    private readonly int _width;

    public OcclusionGrid(int height, int width, int patchHeight, int patchWidth, int strideY, int strideX)
    {
        if (strideY > patchHeight || strideX > patchWidth)
            throw new ArgumentException($"A stride of {strideY}x{strideX} leaves pixels between patches of {patchHeight}x{patchWidth} uncovered; make it at most the patch.");
        _height = height;
        _width = width;
        PatchHeight = Math.Min(patchHeight, height);
        PatchWidth = Math.Min(patchWidth, width);
        Rows = Places(height, PatchHeight, strideY);
        Columns = Places(width, PatchWidth, strideX);
        Positions = [.. Enumerable.Range(0, Rows).SelectMany(r => Enumerable.Range(0, Columns).Select(c => (r * strideY, c * strideX)))];
    }

    public int PatchHeight { get; }

    public int PatchWidth { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>The patches' top left corners.</summary>
    public IReadOnlyList<(int Top, int Left)> Positions { get; }

    /// <summary>
    /// Writes the rectangle of the patch's size at <paramref name="corner"/> with the patch covered. A patch that the border cuts off covers only a part of the rectangle, which
    /// lies inside the image.
    /// </summary>
    public void Cover(int patch, (int Top, int Left) corner, int channels, ReadOnlySpan<float> image, ReadOnlySpan<float> cover, Span<float> rectangle)
    {
        var (top, left) = Positions[patch];
        for (var y = 0; y < PatchHeight; y++)
        {
            var line = ((corner.Top + y) * _width + corner.Left) * channels;
            var row = rectangle.Slice(y * PatchWidth * channels, PatchWidth * channels);
            image.Slice(line, row.Length).CopyTo(row);
            if (corner.Top + y < top) continue;
            var start = (left - corner.Left) * channels;
            cover.Slice(line + start, row.Length - start).CopyTo(row[start..]);
        }
    }

    /// <summary>Per pixel, the mean over the patches that cover it; [H, W].</summary>
    public float[] Average(ReadOnlySpan<float> values)
    {
        double[] sum = new double[_height * _width];
        var count = new int[_height * _width];
        for (var patch = 0; patch < Positions.Count; patch++)
        {
            var (top, left) = Positions[patch];
            for (var y = top; y < Math.Min(top + PatchHeight, _height); y++)
                for (var x = left; x < Math.Min(left + PatchWidth, _width); x++)
                {
                    sum[y * _width + x] += values[patch];
                    count[y * _width + x]++;
                }
        }
        var map = new float[sum.Length];
        for (var i = 0; i < map.Length; i++) map[i] = (float)(sum[i] / count[i]);
        return map;
    }

    private static int Places(int extent, int patch, int stride) => (extent - patch + stride - 1) / stride + 1;
}
