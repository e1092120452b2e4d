namespace TfExplain.Imaging.Drawing;

/// <summary>Rectangles and pictures placed on an image; what leaves it is cut off.</summary>
public static class Shapes
{
    /// <summary>Fills a rectangle: opaque; as luma on a grey image.</summary>
    public static void Fill(Image image, int left, int top, int width, int height, Rgb color)
    {
        ArgumentNullException.ThrowIfNull(image);
        int from = Math.Max(left, 0), to = Math.Min(left + width, image.Width);
        Span<byte> pixel = [color.R, color.G, color.B, 255];
        if (image.Channels == 1)
            pixel[0] = (byte)((color.R * 19595 + color.G * 38470 + color.B * 7471 + 0x8000) >> 16);
        for (var y = Math.Max(top, 0); y < Math.Min(top + height, image.Height); y++)
            for (var x = from; x < to; x++)
                pixel[..image.Channels].CopyTo(image.Row(y)[(x * image.Channels)..]);
    }

    /// <summary>Draws a rectangle's border inwards.</summary>
    public static void Outline(Image image, int left, int top, int width, int height, Rgb color, int thickness = 1)
    {
        Fill(image, left, top, width, thickness, color);
        Fill(image, left, top + height - thickness, width, thickness, color);
        Fill(image, left, top, thickness, height, color);
        Fill(image, left + width - thickness, top, thickness, height, color);
    }

    /// <summary>Copies a picture onto an RGB image; its alpha, if it has one, blends.</summary>
    /// <exception cref="ArgumentException">The image is not RGB.</exception>
    public static void Place(Image image, Image picture, int left, int top)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(picture);
        if (image.Channels != 3)
            throw new ArgumentException($"Expected an RGB image to draw on, found {image.Channels} channels.", nameof(image));
        var rgba = picture.Channels == 4 ? picture : null;
        var rgb = picture.ToRgb();
        for (var y = Math.Max(0, -top); y < Math.Min(picture.Height, image.Height - top); y++)
            for (var x = Math.Max(0, -left); x < Math.Min(picture.Width, image.Width - left); x++)
            {
                var to = image.Row(top + y).Slice(3 * (left + x), 3);
                var from = rgb.Row(y).Slice(3 * x, 3);
                if (rgba is null)
                    from.CopyTo(to);
                else
                    for (var c = 0; c < 3; c++)
                        to[c] = Overlay.Mix(to[c], from[c], rgba.Row(y)[4 * x + 3] / 255f);
            }
    }

    /// <summary>A new RGB image of one colour.</summary>
    public static Image Blank(int width, int height, Rgb color)
    {
        var image = new Image(width, height, 3);
        Fill(image, 0, 0, width, height, color);
        return image;
    }
}
