using System.IO.Compression;

namespace TfExplain.Imaging.Png;

/// <summary>Inflates the image data, undoes the filters and the interlacing, and unpacks the samples.</summary>
internal static class PngScanlines
{
    // The seven passes of Adam7: first column and row, then the steps between columns and rows.
    private static ReadOnlySpan<byte> Adam7 => [0, 0, 8, 8, 4, 0, 8, 8, 0, 4, 4, 8, 2, 0, 4, 4, 0, 2, 2, 4, 1, 0, 2, 2, 0, 1, 1, 2];

    /// <summary>The samples as stored, [height, width, channels]: a byte each, or two (big endian) at 16 bits.</summary>
    public static byte[] Read(ReadOnlyMemory<byte> file, List<(int Offset, int Length)> data, PngHeader header, Func<string, ImageFormatException> error)
    {
        CheckLength(data, header, error);
        var samples = new byte[header.Width * header.Height * header.Channels * (header.BitDepth == 16 ? 2 : 1)];
        using var inflated = new ZLibStream(new PngDataStream(file, data), CompressionMode.Decompress);
        try
        {
            if (!header.Interlaced)
                ReadPass(inflated, header, samples, 0, 0, 1, 1, error);
            else
                for (var pass = 0; pass < 7; pass++)
                    ReadPass(inflated, header, samples, Adam7[4 * pass], Adam7[4 * pass + 1], Adam7[4 * pass + 2], Adam7[4 * pass + 3], error);
            // The checksum stands after the last row; only a read past the rows makes zlib compare it.
            inflated.ReadByte();
        }
        catch (InvalidDataException e)
        {
            throw error($"the compressed image data is damaged: {e.Message}");
        }
        return samples;
    }

    // Deflate shrinks data by less than 1032 times, so a file that declares more pixels than that is refused before they are allocated.
    private static void CheckLength(List<(int Offset, int Length)> data, PngHeader header, Func<string, ImageFormatException> error)
    {
        var compressed = data.Sum(static part => (long)part.Length);
        var least = (long)header.RowBytes(header.Width) * header.Height;
        if (least > (compressed + 1) * 1040)
            throw error($"the header declares {header.Width} x {header.Height} pixels, which {compressed} bytes of compressed data cannot hold");
    }

    private static void ReadPass(Stream inflated, PngHeader header, byte[] samples, int left, int top, int stepX, int stepY, Func<string, ImageFormatException> error)
    {
        var width = (header.Width - left + stepX - 1) / stepX;
        var height = (header.Height - top + stepY - 1) / stepY;
        if (width == 0 || height == 0)
            return;
        var length = header.RowBytes(width);
        // Each row is read with its filter byte in front.
        byte[] row = new byte[length + 1], above = new byte[length + 1];
        for (var y = 0; y < height; y++)
        {
            var found = inflated.ReadAtLeast(row, row.Length, throwOnEndOfStream: false);
            if (found < row.Length)
                throw error($"the image data ends in row {top + y * stepY} of {header.Height}; the file is truncated");
            if (row[0] > PngFilter.Paeth)
                throw error($"expected filter type 0 to 4 in row {top + y * stepY}, found {row[0]}");
            PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), header.FilterStep);
            Place(row.AsSpan(1), header, samples, left, top + y * stepY, stepX, width);
            (row, above) = (above, row);
        }
    }

    private static void Place(ReadOnlySpan<byte> row, PngHeader header, byte[] samples, int left, int y, int step, int width)
    {
        if (header.BitDepth < 8)
        {
            Unpack(row, header.BitDepth, samples.AsSpan(y * header.Width + left), step, width);
            return;
        }
        var size = header.Channels * header.BitDepth / 8;
        var to = samples.AsSpan((y * header.Width + left) * size);
        if (step == 1)
            row.CopyTo(to);
        else
            for (var x = 0; x < width; x++)
                row.Slice(x * size, size).CopyTo(to[(x * step * size)..]);
    }

    // Only one-channel images have less than 8 bits; the leftmost pixel is in the high bits.
    private static void Unpack(ReadOnlySpan<byte> row, int depth, Span<byte> samples, int step, int width)
    {
        for (int x = 0, bit = 0; x < width; x++, bit += depth)
            samples[x * step] = (byte)((row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1));
    }
}
