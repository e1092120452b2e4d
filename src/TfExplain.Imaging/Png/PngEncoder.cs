using System.Buffers.Binary;
using System.IO.Compression;

namespace TfExplain.Imaging.Png;

/// <summary>Writes 8-bit PNG files; each row gets the filter whose differences are smallest in sum.</summary>
public static class PngEncoder
{
    /// <summary>The PNG file of samples [height, width, channels]: grey (1), grey and alpha (2), RGB (3) or RGBA (4).</summary>
    /// <exception cref="ArgumentException">The sizes are not positive, or the samples not height x width x channels.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> samples, int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var color = channels switch
        {
            1 => PngColorType.Grey,
            2 => PngColorType.GreyAlpha,
            3 => PngColorType.Rgb,
            4 => PngColorType.Rgba,
            _ => throw new ArgumentOutOfRangeException(nameof(channels), channels, "A PNG has 1 to 4 channels."),
        };
        if (samples.Length != (long)width * height * channels)
            throw new ArgumentException($"Expected {width} x {height} x {channels} samples, found {samples.Length}.", nameof(samples));
        using var file = new MemoryStream();
        file.Write(PngChunkReader.Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, (byte)color);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(samples, width * channels, channels));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> samples, int rowBytes, int step)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] best = new byte[rowBytes + 1], candidate = new byte[rowBytes + 1];
            ReadOnlySpan<byte> above = new byte[rowBytes];
            for (; !samples.IsEmpty; samples = samples[rowBytes..])
            {
                var row = samples[..rowBytes];
                var least = long.MaxValue;
                for (var filter = PngFilter.None; filter <= PngFilter.Paeth; filter++)
                {
                    candidate[0] = (byte)filter;
                    PngFilter.Apply(filter, row, above, step, candidate.AsSpan(1));
                    var cost = Cost(candidate.AsSpan(1));
                    if (cost < least)
                        (least, best, candidate) = (cost, candidate, best);
                }
                zlib.Write(best);
                above = row;
            }
        }
        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    // Differences count as signed: 255 is -1.
    private static long Cost(ReadOnlySpan<byte> filtered)
    {
        long cost = 0;
        foreach (var value in filtered)
            cost += Math.Abs((int)(sbyte)value);
        return cost;
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Append(Crc32.Compute(type), data));
        file.Write(number);
    }
}
