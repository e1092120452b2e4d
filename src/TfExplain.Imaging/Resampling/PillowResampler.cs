namespace TfExplain.Imaging.Resampling;

/// <summary>A method of Pillow: a kernel that grows with the scale when shrinking, of the whole image or of a box of it.</summary>
public sealed class PillowResampler : Resampler
{
    private readonly Func<double, double>? kernel;
    private readonly double radius;
    private readonly (double Left, double Top, double Right, double Bottom)? box;

    internal PillowResampler(string name, Func<double, double>? kernel, double radius, (double Left, double Top, double Right, double Bottom)? box = null) : base(name) =>
        (this.kernel, this.radius, this.box) = (kernel, radius, box);

    /// <summary>The same method for the part of the image between these edges, in pixels.</summary>
    /// <exception cref="ArgumentException">The box is empty or starts outside the image; one that ends outside is refused when resizing.</exception>
    public PillowResampler Within(double left, double top, double right, double bottom) =>
        left >= 0 && top >= 0 && right > left && bottom > top
            ? new(Name, kernel, radius, (left, top, right, bottom))
            : throw new ArgumentException($"Expected a box with 0 <= left < right and 0 <= top < bottom, found ({left}, {top}, {right}, {bottom}).", nameof(left));

    /// <inheritdoc/>
    public override Image Resize(Image image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        Check(height, width);
        if (Copies(image.Height, image.Width, height, width))
            return image.Clone();
        var (rows, columns) = Axes(image.Height, image.Width, height, width);
        return new Image(width, height, image.Channels, FixedPointFilter.Apply(image.Pixels, image.Channels, rows, columns));
    }

    private protected override bool Copies(int height, int width, int newHeight, int newWidth) => box is null && base.Copies(height, width, newHeight, newWidth);

    private protected override (AxisWeights Rows, AxisWeights Columns) Axes(int height, int width, int newHeight, int newWidth)
    {
        var (left, top, right, bottom) = box ?? (0, 0, width, height);
        if (right > width || bottom > height)
            throw new ArgumentException($"The box ({left}, {top}, {right}, {bottom}) leaves the {width} x {height} image.");
        return (Axis(height, newHeight, top, bottom), Axis(width, newWidth, left, right));
    }

    private AxisWeights Axis(int size, int newSize, double from, double to)
    {
        var scale = (to - from) / newSize;
        if (kernel is not null)
            return AxisWeights.Kernel(size, newSize, kernel, radius, scale, Math.Max(scale, 1), from);
        // Pillow adds up the steps; where a centre falls between two samples, the sum's rounding decides.
        var position = from + 0.5 * scale;
        return AxisWeights.Nearest(size, newSize, _ =>
        {
            var index = (int)position;
            position += scale;
            return index;
        });
    }
}
