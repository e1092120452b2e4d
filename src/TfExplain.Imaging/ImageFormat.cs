namespace TfExplain.Imaging;

/// <summary>Names a file's format from its first bytes.</summary>
internal static class ImageFormat
{
    public const string Png = "PNG", Jpeg = "JPEG", Bmp = "BMP", Pnm = "PNM";

    /// <summary>The format's name, whether or not it can be decoded; null when the bytes are not recognised.</summary>
    public static string? Detect(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']))
            return Png;
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
            return Jpeg;
        if (file.StartsWith("BM"u8))
            return Bmp;
        if (file.Length > 2 && file[0] == 'P' && file[1] is >= (byte)'1' and <= (byte)'7' && file[2] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'#')
            return Pnm;
        if (file.StartsWith("GIF8"u8))
            return "GIF";
        if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8))
            return "WebP";
        if (file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) || file.StartsWith("II+\0"u8) || file.StartsWith("MM\0+"u8))
            return "TIFF";
        if (file.Length >= 12 && file[4..].StartsWith("ftyp"u8))
            return file[8..12].StartsWith("avi"u8) ? "AVIF" : "HEIC";
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || (file.Length >= 12 && file[4..].StartsWith("JXL "u8)))
            return "JPEG XL";
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]) || (file.Length >= 12 && file[4..].StartsWith("jP  "u8)))
            return "JPEG 2000";
        if (file.StartsWith("8BPS"u8))
            return "Photoshop";
        if (file.StartsWith("\0\0\u0001\0"u8))
            return "ICO";
        if (file.StartsWith("qoif"u8))
            return "QOI";
        if (file.StartsWith("%PDF"u8))
            return "PDF";
        return file.StartsWith("<svg"u8) || file.StartsWith("<?xml"u8) ? "SVG" : null;
    }
}
