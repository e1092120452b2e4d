namespace TfExplain.Imaging.Resampling;

/// <summary>A way of resizing, named as the library whose numbers it gives: see <see cref="Pillow"/>, <see cref="OpenCv"/>, <see cref="TensorFlow"/> and <see cref="Torch"/>.</summary>
public abstract class Resampler
{
    private protected Resampler(string name) => Name = name;

    /// <summary>Library and method, such as <c>pillow.bilinear</c>.</summary>
    public string Name { get; }

    /// <summary>Resizes samples [height, width, channels] to [newHeight, newWidth, channels].</summary>
    /// <exception cref="ArgumentException">A size is not positive, or the values are not height x width x channels.</exception>
    public float[] Resize(ReadOnlySpan<float> values, int height, int width, int channels, int newHeight, int newWidth)
    {
        Check(newHeight, newWidth);
        Check(height, width);
        if (channels < 1 || values.Length != (long)height * width * channels)
            throw new ArgumentException($"Expected {height} x {width} x {channels} values, found {values.Length}.", nameof(values));
        if (Copies(height, width, newHeight, newWidth))
            return values.ToArray();
        var (rows, columns) = Axes(height, width, newHeight, newWidth);
        return SeparableFilter.Apply(values, channels, rows, columns);
    }

    /// <summary>Resizes an image; samples are rounded to the nearest level (Pillow's methods: in its fixed point).</summary>
    /// <exception cref="ArgumentException">A size is not positive.</exception>
    public virtual Image Resize(Image image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        var values = Resize(image.ToSingles(), image.Height, image.Width, image.Channels, height, width);
        var resized = new Image(width, height, image.Channels);
        for (var i = 0; i < values.Length; i++)
            resized.Pixels[i] = (byte)Math.Clamp(MathF.Round(values[i]), 0, 255);
        return resized;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The weights of the rows (down the image) and of the columns (across it).</summary>
    private protected abstract (AxisWeights Rows, AxisWeights Columns) Axes(int height, int width, int newHeight, int newWidth);

    /// <summary>True when the size stays and the library then returns its input, even where its kernel would blur.</summary>
    private protected virtual bool Copies(int height, int width, int newHeight, int newWidth) => height == newHeight && width == newWidth;

    private protected static void Check(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
    }
}
