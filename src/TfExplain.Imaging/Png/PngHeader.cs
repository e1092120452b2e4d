using System.Buffers.Binary;

namespace TfExplain.Imaging.Png;

/// <summary>The IHDR chunk.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColorType ColorType, bool Interlaced)
{
    /// <summary>Samples in a pixel as stored; a palette index is one.</summary>
    public int Channels => ColorType switch { PngColorType.Rgb => 3, PngColorType.Rgba => 4, PngColorType.GreyAlpha => 2, _ => 1 };

    /// <summary>Bytes of a row of <paramref name="width"/> pixels, without its filter byte.</summary>
    public int RowBytes(int width) => (int)(((long)width * Channels * BitDepth + 7) / 8);

    /// <summary>The distance between a byte and the one it is predicted from, at least 1.</summary>
    public int FilterStep => Math.Max(1, Channels * BitDepth / 8);

    public static PngHeader Decode(ReadOnlySpan<byte> chunk, PngChunkReader at, ImageReadOptions options)
    {
        if (chunk.Length != 13)
            throw at.Error($"expected an IHDR chunk of 13 bytes, found {chunk.Length}");
        var width = BinaryPrimitives.ReadUInt32BigEndian(chunk);
        var height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        var (depth, color, compression, filter, interlace) = (chunk[8], (PngColorType)chunk[9], chunk[10], chunk[11], chunk[12]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw at.Error($"expected a width and height from 1 to 2147483647, found {width} x {height}");
        if ((ulong)width * height > (ulong)options.MaxPixels)
            throw at.Error($"the image declares {width} x {height} pixels, more than the limit of {options.MaxPixels}; raise ImageReadOptions.MaxPixels to read it");
        ReadOnlySpan<byte> depths = color switch
        {
            PngColorType.Grey => [1, 2, 4, 8, 16],
            PngColorType.Palette => [1, 2, 4, 8],
            PngColorType.Rgb or PngColorType.GreyAlpha or PngColorType.Rgba => [8, 16],
            _ => throw at.Error($"expected colour type 0, 2, 3, 4 or 6, found {(int)color}"),
        };
        if (!depths.Contains(depth))
            throw at.Error($"expected a bit depth of {string.Join(", ", depths.ToArray())} for colour type {(int)color}, found {depth}");
        if (compression != 0)
            throw at.Error($"expected compression method 0, found {compression}");
        if (filter != 0)
            throw at.Error($"expected filter method 0, found {filter}");
        if (interlace > 1)
            throw at.Error($"expected interlace method 0 or 1, found {interlace}");
        var header = new PngHeader((int)width, (int)height, depth, color, interlace == 1);
        if ((long)width * height * header.Channels * (depth > 8 ? 2 : 1) > Array.MaxLength)
            throw at.Error($"the image of {width} x {height} pixels is too large to decode");
        return header;
    }
}
