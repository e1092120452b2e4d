using System.Buffers.Binary;

namespace TfExplain.Imaging.Png;

/// <summary>Reads PNG files (ISO/IEC 15948): every colour type and depth, interlaced or not. CRCs are checked; metadata is skipped unread.</summary>
internal static class PngDecoder
{
    /// <exception cref="ImageFormatException">The file breaks the format or the limits.</exception>
    public static PngRaster Decode(ReadOnlyMemory<byte> file, string fileName, ImageReadOptions options)
    {
        var chunks = new PngChunkReader(file, fileName);
        chunks.CheckSignature();
        chunks.Read();
        if (chunks.Type != "IHDR")
            throw chunks.Error($"expected the IHDR chunk first, found {chunks.Type}");
        var header = PngHeader.Decode(chunks.Data, chunks, options);
        byte[]? palette = null, transparency = null;
        var data = new List<(int Offset, int Length)>();
        var dataEnded = false;
        for (chunks.Read(); chunks.Type != "IEND"; chunks.Read())
        {
            dataEnded |= data.Count > 0 && chunks.Type != "IDAT";
            switch (chunks.Type)
            {
                case "IDAT":
                    if (dataEnded)
                        throw chunks.Error("expected the IDAT chunks in one run, found another chunk between them");
                    data.Add((chunks.Offset, chunks.Length));
                    break;
                case "PLTE":
                    palette = ReadPalette(chunks, header, alreadyRead: palette is not null || data.Count > 0);
                    break;
                case "tRNS":
                    transparency = ReadTransparency(chunks, header, palette);
                    break;
                default:
                    if (chunks.IsCritical)
                        throw chunks.Error(chunks.Type == "IHDR" ? "found a second IHDR chunk" : $"found the critical chunk {chunks.Type}, which this reader does not know");
                    break;
            }
        }
        if (data.Count == 0)
            throw chunks.Error("the file has no IDAT chunk, so no pixels");
        if (header.ColorType == PngColorType.Palette && palette is null)
            throw chunks.Error("a palette image needs a PLTE chunk before its pixels, found none");
        var samples = PngScanlines.Read(file, data, header, reason => new ImageFormatException(fileName, data[0].Offset, reason));
        if (palette is not null && header.ColorType == PngColorType.Palette)
            CheckIndices(samples, palette.Length / 3, header, fileName, data[0].Offset);
        return new PngRaster(header, palette, transparency, samples);
    }

    private static byte[] ReadPalette(PngChunkReader chunk, PngHeader header, bool alreadyRead)
    {
        if (alreadyRead)
            throw chunk.Error("expected one PLTE chunk before the IDAT chunks, found another");
        if (header.ColorType is PngColorType.Grey or PngColorType.GreyAlpha)
            throw chunk.Error("a grey image must not have a PLTE chunk");
        var most = header.ColorType == PngColorType.Palette ? 1 << header.BitDepth : 256;
        if (chunk.Length == 0 || chunk.Length % 3 != 0 || chunk.Length > most * 3)
            throw chunk.Error($"expected a palette of 1 to {most} colours of 3 bytes, found {chunk.Length} bytes");
        return chunk.Data.ToArray();
    }

    private static byte[]? ReadTransparency(PngChunkReader chunk, PngHeader header, byte[]? palette)
    {
        if (header.ColorType is PngColorType.GreyAlpha or PngColorType.Rgba)
            throw chunk.Error("an image with an alpha channel must not have a tRNS chunk");
        var valid = header.ColorType switch
        {
            PngColorType.Palette => palette is not null && chunk.Length <= palette.Length / 3,
            _ => chunk.Length == 2 * header.Channels,
        };
        if (!valid)
            throw chunk.Error(header.ColorType == PngColorType.Palette
                ? $"expected a tRNS chunk after PLTE, with at most one byte for each of its {palette?.Length / 3 ?? 0} colours, found {chunk.Length} bytes"
                : $"expected a tRNS chunk of {2 * header.Channels} bytes, found {chunk.Length}");
        return chunk.Data.ToArray();
    }

    private static void CheckIndices(byte[] indices, int colours, PngHeader header, string fileName, int offset)
    {
        if (colours == 1 << header.BitDepth)
            return;
        var at = indices.AsSpan().IndexOfAnyInRange((byte)colours, (byte)255);
        if (at >= 0)
            throw new ImageFormatException(fileName, offset, $"the pixel ({at % header.Width}, {at / header.Width}) has palette index {indices[at]}, but the palette has {colours} colours");
    }
}
