namespace TfExplain.Imaging.Jpeg;

/// <summary>Colour conversion in libjpeg's 16-bit fixed point (ITU-R 601, full range).</summary>
internal static class JpegColors
{
    private const int Half = 1 << 15, RedCr = 91881, GreenCb = 22554, GreenCr = 46802, BlueCb = 116130;

    /// <summary>Decides as libjpeg does: JFIF is YCbCr, Adobe says it, component names R, G, B mean RGB.</summary>
    public static JpegColorSpace Detect(JpegFrame frame, bool jfif, int? adobeTransform)
    {
        var c = frame.Components;
        return c.Length switch
        {
            1 => JpegColorSpace.Grey,
            4 => adobeTransform is null or 0 ? JpegColorSpace.Cmyk : JpegColorSpace.Ycck,
            _ when jfif => JpegColorSpace.YCbCr,
            _ when adobeTransform is { } transform => transform == 0 ? JpegColorSpace.Rgb : JpegColorSpace.YCbCr,
            _ => (c[0].Id, c[1].Id, c[2].Id) == ('R', 'G', 'B') ? JpegColorSpace.Rgb : JpegColorSpace.YCbCr,
        };
    }

    public static void YCbCrToRgb(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> pixels, int step, int width)
    {
        for (int x = 0, to = 0; x < width; x++, to += step)
        {
            int y = luma[x], cb = blue[x] - 128, cr = red[x] - 128;
            pixels[to + 2] = Clamp(y + ((BlueCb * cb + Half) >> 16));
            pixels[to + 1] = Clamp(y + ((Half - GreenCb * cb - GreenCr * cr) >> 16));
            pixels[to] = Clamp(y + ((RedCr * cr + Half) >> 16));
        }
    }

    public static void Interleave(ReadOnlySpan<byte> row, Span<byte> pixels, int step, int width)
    {
        for (int x = 0, to = 0; x < width; x++, to += step)
            pixels[to] = row[x];
    }

    /// <summary>Amounts of ink to RGB: (1 - k)(1 - c), rounded as Pillow rounds.</summary>
    public static byte[] CmykToRgb(byte[] inks)
    {
        var rgb = new byte[inks.Length / 4 * 3];
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
        {
            var light = 255 - inks[from + 3];
            for (var c = 0; c < 3; c++)
            {
                var product = inks[from + c] * light + 128;
                rgb[to + c] = Clamp(light - (((product >> 8) + product) >> 8));
            }
        }
        return rgb;
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
