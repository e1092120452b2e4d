namespace TfExplain.Imaging.ColorMaps;

/// <summary>256 colours for a scale of numbers: matplotlib's maps here, OpenCV's under <see cref="OpenCv"/>.</summary>
public sealed partial class ColorMap
{
    private readonly string colors;
    private byte[]? table;

    private ColorMap(string name, string colors, bool isDiverging = false) => (Name, this.colors, IsDiverging) = (name, colors, isDiverging);

    /// <summary>The library's name for it; OpenCV's start with <c>opencv.</c></summary>
    public string Name { get; }

    /// <summary>True for a map with a neutral middle, made for signed numbers.</summary>
    public bool IsDiverging { get; }

    /// <summary>The 256 colours: red, green, blue.</summary>
    public ReadOnlySpan<byte> Table => table ??= Convert.FromHexString(colors);

    /// <summary>The colour of level 0 to 255.</summary>
    public Rgb this[byte level] => new(Table[3 * level], Table[3 * level + 1], Table[3 * level + 2]);

    /// <summary>The map of that name in any case, such as <c>viridis</c> or <c>opencv.jet</c>; null when there is none.</summary>
    public static ColorMap? Find(string name) => All.FirstOrDefault(map => map.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Colours numbers [height, width] from 0 to 1 as matplotlib does: level floor(256 v), clamped; black where v is not a number.</summary>
    /// <exception cref="ArgumentException">The values are not height x width.</exception>
    public Image Apply(ReadOnlySpan<float> values, int width, int height)
    {
        var image = new Image(width, height, 3);
        CheckCount(values.Length, image);
        var colours = Table;
        for (var i = 0; i < values.Length; i++)
            if (!float.IsNaN(values[i]))
                colours.Slice(3 * (int)Math.Clamp(values[i] * 256, 0, 255), 3).CopyTo(image.Pixels.AsSpan(3 * i));
        return image;
    }

    /// <summary>Colours levels [height, width] as <c>cv2.applyColorMap</c> does (here red first).</summary>
    /// <exception cref="ArgumentException">The levels are not height x width.</exception>
    public Image Apply(ReadOnlySpan<byte> levels, int width, int height)
    {
        var image = new Image(width, height, 3);
        CheckCount(levels.Length, image);
        var colours = Table;
        for (var i = 0; i < levels.Length; i++)
            colours.Slice(3 * levels[i], 3).CopyTo(image.Pixels.AsSpan(3 * i));
        return image;
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static void CheckCount(int count, Image image)
    {
        if (count != image.Width * image.Height)
            throw new ArgumentException($"Expected {image.Width} x {image.Height} values, found {count}.", nameof(image));
    }
}
