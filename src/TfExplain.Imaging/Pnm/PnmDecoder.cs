using System.Buffers.Binary;

namespace TfExplain.Imaging.Pnm;

/// <summary>Reads PGM and PPM files, binary (P5, P6) or plain (P2, P3); samples are scaled by 255 / maximum.</summary>
internal static class PnmDecoder
{
    /// <exception cref="ImageFormatException">The file breaks the format or the limits, or is a bitmap (P1, P4) or PAM (P7).</exception>
    public static Image Decode(ReadOnlyMemory<byte> file, string name, ImageReadOptions options)
    {
        var text = new PnmText(file.Span, name);
        var kind = (char)file.Span[1];
        if (kind is not ('2' or '3' or '5' or '6'))
            throw new ImageFormatException(name, 0, $"P{kind} images are not supported; convert to PPM, PNG or JPEG");
        int width = text.Number("width"), height = text.Number("height"), maximum = text.Number("maximum");
        var channels = kind is '3' or '6' ? 3 : 1;
        if (width < 1 || height < 1 || (long)width * height > options.MaxPixels)
            throw new ImageFormatException(name, 2, $"expected a width and height of at least 1 and at most {options.MaxPixels} pixels, found {width} x {height}");
        if (maximum is < 1 or > 65535)
            throw new ImageFormatException(name, text.Position, $"expected a maximum from 1 to 65535, found {maximum}");
        var binary = kind is '5' or '6';
        var size = binary && maximum > 255 ? 2 : 1;
        var count = (long)width * height * channels;
        // A plain sample is a digit and a space, the last one a digit.
        var rest = file.Length - text.Position - (binary ? 1 : 0);
        if (rest < (binary ? count * size : 2 * count - 1))
            throw new ImageFormatException(name, text.Position, $"the {width} x {height} pixels need at least {(binary ? count * size : 2 * count - 1)} bytes, but {Math.Max(rest, 0)} are left; the file is truncated");
        var image = new Image(width, height, channels);
        var data = file.Span[Math.Min(text.Position + 1, file.Length)..];
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var sample = !binary ? text.Number("sample") : size == 1 ? data[i] : BinaryPrimitives.ReadUInt16BigEndian(data[(2 * i)..]);
            image.Pixels[i] = (byte)(Math.Min(sample, maximum) * 255 / maximum);
        }
        return image;
    }
}
