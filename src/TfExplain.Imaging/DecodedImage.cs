using TfExplain.Imaging.Png;

namespace TfExplain.Imaging;

/// <summary>A decoded image at the file's full depth: grey, RGB or RGBA samples of 8 or 16 bits, [Height, Width, Channels].</summary>
public sealed class DecodedImage
{
    internal DecodedImage(int width, int height, int channels, int bitDepth, ushort[] samples) =>
        (Width, Height, Channels, BitDepth, Samples) = (width, height, channels, bitDepth, samples);

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Samples in a pixel: 1, 3 or 4.</summary>
    public int Channels { get; }

    /// <summary>8 or 16: samples run from 0 to 2^BitDepth - 1.</summary>
    public int BitDepth { get; }

    /// <summary>The samples, [Height, Width, Channels].</summary>
    public ushort[] Samples { get; }

    /// <summary>Reads an image; only PNG files hold more than 8 bits here.</summary>
    /// <exception cref="ImageFormatException">The file is damaged, too large, or of another format.</exception>
    public static DecodedImage Load(string path, ImageReadOptions? options = null) => Load(FileBytes.Read(path), path, options);

    /// <summary>Reads an image from a file's bytes; the name is for error messages.</summary>
    /// <exception cref="ImageFormatException">The data is damaged, too large, or of another format.</exception>
    public static DecodedImage Load(ReadOnlyMemory<byte> file, string name, ImageReadOptions? options = null)
    {
        options ??= ImageReadOptions.Default;
        if (ImageFormat.Detect(file.Span) == ImageFormat.Png)
            return PngDecoder.Decode(file, name, options).ToDecodedImage();
        var image = ImageDecoder.Decode(file, name, options);
        return new DecodedImage(image.Width, image.Height, image.Channels, 8, Array.ConvertAll(image.Pixels, static sample => (ushort)sample));
    }

    /// <summary>Eight bits a sample: the upper byte of 16-bit samples, as libpng and Pillow cut them.</summary>
    public Image ToImage()
    {
        var pixels = new byte[Samples.Length];
        var shift = BitDepth - 8;
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(Samples[i] >> shift);
        return new Image(Width, Height, Channels, pixels);
    }
}
