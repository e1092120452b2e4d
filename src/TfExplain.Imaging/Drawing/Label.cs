namespace TfExplain.Imaging.Drawing;

/// <summary>One line of text in the built-in bitmap font; each dot is <c>scale</c> x <c>scale</c> pixels. Characters outside printable ASCII show as question marks.</summary>
public static class Label
{
    /// <summary>Pixels to a dot, across and down, unless told otherwise.</summary>
    public const int DefaultScale = 2;

    private const string Ellipsis = "...";

    /// <summary>Pixels from the top of a line to its bottom, room for descenders included.</summary>
    public static int Height(int scale = DefaultScale) => FontGlyphs.Height * scale;

    /// <summary>The text's width in pixels.</summary>
    public static int Width(string text, int scale = DefaultScale)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dots = 0;
        foreach (var character in text)
            dots += LabelFont.Glyph(character).Length + 1;
        return Math.Max(dots - 1, 0) * scale;
    }

    /// <summary>The text, or as much of its beginning as fits before an ellipsis; empty when not even that fits.</summary>
    public static string Fit(string text, int width, int scale = DefaultScale)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Width(text, scale) <= width)
            return text;
        for (var length = text.Length - 1; length > 0; length--)
            if (Width(text[..length].TrimEnd() + Ellipsis, scale) <= width)
                return text[..length].TrimEnd() + Ellipsis;
        return Width(Ellipsis, scale) <= width ? Ellipsis : "";
    }

    /// <summary>Draws the text with its upper left corner at (<paramref name="left"/>, <paramref name="top"/>); what leaves the image is cut off.</summary>
    public static void Draw(Image image, string text, int left, int top, Rgb color, int scale = DefaultScale)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        foreach (var character in text)
        {
            foreach (var column in LabelFont.Glyph(character))
            {
                for (var y = 0; y < FontGlyphs.Height; y++)
                    if ((column >> y & 1) != 0)
                        Shapes.Fill(image, left, top + y * scale, scale, scale, color);
                left += scale;
            }
            left += scale;
        }
    }
}
