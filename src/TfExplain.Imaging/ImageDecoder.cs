using TfExplain.Imaging.Bmp;
using TfExplain.Imaging.Jpeg;
using TfExplain.Imaging.Png;
using TfExplain.Imaging.Pnm;

namespace TfExplain.Imaging;

/// <summary>Chooses the decoder by a file's first bytes.</summary>
internal static class ImageDecoder
{
    public static Image Decode(ReadOnlyMemory<byte> file, string name, ImageReadOptions options) => ImageFormat.Detect(file.Span) switch
    {
        ImageFormat.Png => PngDecoder.Decode(file, name, options).ToImage(),
        ImageFormat.Jpeg => JpegDecoder.Decode(file, name, options).ToImage(options.ApplyOrientation),
        ImageFormat.Bmp => BmpDecoder.Decode(file, name, options),
        ImageFormat.Pnm => PnmDecoder.Decode(file, name, options),
        var format => throw Unsupported(file, name, format),
    };

    private static ImageFormatException Unsupported(ReadOnlyMemory<byte> file, string name, string? format) => new(name, 0,
        file.Length == 0 ? "the file is empty; expected a PNG, JPEG, BMP or PNM image"
        : format is null ? $"expected a PNG, JPEG, BMP or PNM image, found the bytes {Convert.ToHexString(file.Span[..Math.Min(8, file.Length)])}"
        : $"{format} images are not supported; convert to PNG or JPEG");
}
