using TfExplain.Imaging.Png;

namespace TfExplain.Imaging;

/// <summary>An 8-bit image: rows of interleaved samples, one (grey), three (RGB) or four (RGBA, alpha not premultiplied) to a pixel.</summary>
public sealed class Image
{
    /// <summary>A black (transparent, with four channels) image.</summary>
    public Image(int width, int height, int channels) : this(width, height, channels, Allocate(width, height, channels)) { }

    /// <summary>Wraps samples without copying them.</summary>
    /// <exception cref="ArgumentException">The sizes are not positive, the channels not 1, 3 or 4, or the samples not width x height x channels.</exception>
    public Image(int width, int height, int channels, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.Length != SampleCount(width, height, channels))
            throw new ArgumentException($"Expected {width} x {height} x {channels} samples, found {pixels.Length}.", nameof(pixels));
        (Width, Height, Channels, Pixels) = (width, height, channels, pixels);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Samples in a pixel: 1, 3 or 4.</summary>
    public int Channels { get; }

    /// <summary>The samples, [Height, Width, Channels].</summary>
    public byte[] Pixels { get; }

    /// <summary>Reads a PNG, JPEG, BMP or PNM file.</summary>
    /// <exception cref="ImageFormatException">The file is damaged, too large, or of another format.</exception>
    public static Image Load(string path, ImageReadOptions? options = null) => Load(FileBytes.Read(path), path, options);

    /// <summary>Reads an image from a stream to its end; the name is for error messages.</summary>
    /// <exception cref="ImageFormatException">The data is damaged, too large, or of another format.</exception>
    public static Image Load(Stream stream, string name, ImageReadOptions? options = null) => Load(FileBytes.Read(stream, name), name, options);

    /// <summary>Reads an image from a file's bytes; the name is for error messages.</summary>
    /// <exception cref="ImageFormatException">The data is damaged, too large, or of another format.</exception>
    public static Image Load(ReadOnlyMemory<byte> file, string name, ImageReadOptions? options = null) =>
        ImageDecoder.Decode(file, name, options ?? ImageReadOptions.Default);

    /// <summary>Whether a file that begins with these bytes, at least 16 of them, says that it is a PNG, JPEG, BMP or PNM image.</summary>
    public static bool CanLoad(ReadOnlySpan<byte> head) => ImageFormat.Detect(head) is ImageFormat.Png or ImageFormat.Jpeg or ImageFormat.Bmp or ImageFormat.Pnm;

    /// <summary>Writes a PNG file: to a temporary name first, so that a failure leaves no half-written file.</summary>
    public void SavePng(string path) => FileBytes.Write(path, ToPng());

    /// <summary>The image as a PNG file.</summary>
    public byte[] ToPng() => PngEncoder.Encode(Pixels, Width, Height, Channels);

    /// <summary>The samples of one row.</summary>
    public Span<byte> Row(int y) => Pixels.AsSpan(y * Width * Channels, Width * Channels);

    /// <summary>Three channels: grey is repeated, alpha dropped (as Keras's <c>load_img</c> does); the image itself when it is RGB already.</summary>
    public Image ToRgb()
    {
        if (Channels == 3)
            return this;
        var rgb = new byte[SampleCount(Width, Height, 3)];
        var step = Channels == 4 ? 1 : 0;
        for (int from = 0, to = 0; to < rgb.Length; from += Channels, to += 3)
            (rgb[to], rgb[to + 1], rgb[to + 2]) = (Pixels[from], Pixels[from + step], Pixels[from + 2 * step]);
        return new Image(Width, Height, 3, rgb);
    }

    /// <summary>Four channels; opaque where there was no alpha.</summary>
    public Image ToRgba()
    {
        if (Channels == 4)
            return this;
        var rgba = new byte[SampleCount(Width, Height, 4)];
        var step = Channels == 3 ? 1 : 0;
        for (int from = 0, to = 0; to < rgba.Length; from += Channels, to += 4)
            (rgba[to], rgba[to + 1], rgba[to + 2], rgba[to + 3]) = (Pixels[from], Pixels[from + step], Pixels[from + 2 * step], 255);
        return new Image(Width, Height, 4, rgba);
    }

    /// <summary>One channel: luma = (19595 R + 38470 G + 7471 B + 32768) / 65536 (ITU-R 601, as Pillow's mode L); alpha is dropped.</summary>
    public Image ToGrey()
    {
        if (Channels == 1)
            return this;
        var grey = new byte[SampleCount(Width, Height, 1)];
        for (int from = 0, to = 0; to < grey.Length; from += Channels, to++)
            grey[to] = (byte)((Pixels[from] * 19595 + Pixels[from + 1] * 38470 + Pixels[from + 2] * 7471 + 0x8000) >> 16);
        return new Image(Width, Height, 1, grey);
    }

    /// <summary>The samples as numbers 0..255, [Height, Width, Channels].</summary>
    public float[] ToSingles()
    {
        var values = new float[Pixels.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Pixels[i];
        return values;
    }

    /// <summary>Copies the rectangle that starts at (<paramref name="left"/>, <paramref name="top"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle leaves the image.</exception>
    public Image Crop(int left, int top, int width, int height)
    {
        if (left < 0 || top < 0 || width < 1 || height < 1 || left > Width - width || top > Height - height)
            throw new ArgumentOutOfRangeException(nameof(left), $"The crop {width} x {height} at ({left}, {top}) leaves the {Width} x {Height} image.");
        var crop = new Image(width, height, Channels);
        for (var y = 0; y < height; y++)
            Row(top + y).Slice(left * Channels, width * Channels).CopyTo(crop.Row(y));
        return crop;
    }

    /// <summary>An independent copy.</summary>
    public Image Clone() => new(Width, Height, Channels, (byte[])Pixels.Clone());

    private static byte[] Allocate(int width, int height, int channels) => new byte[SampleCount(width, height, channels)];

    private static int SampleCount(int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3 or 4))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "An image has 1, 3 or 4 channels.");
        var count = (long)width * height * channels;
        if (count > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(width), $"An image of {width} x {height} x {channels} samples is too large.");
        return (int)count;
    }
}
