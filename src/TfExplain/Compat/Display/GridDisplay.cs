namespace TfExplain;

/// <summary>Tiles [n, h, w, c] side by side, row by row: grid_display.</summary>
/// <param name="Values">[Height, Width, c].</param>
/// <param name="Height">rows h.</param>
/// <param name="Width">columns w.</param>
/// <param name="Overridden">Whether the rows asked for held too few tiles, so that more were made.</param>
internal sealed record GridDisplay<T>(T[] Values, int Height, int Width, bool Overridden);

/// <summary>Arranges tiles in grids.</summary>
internal static class GridDisplay
{
    /// <summary>A grid of ceil(sqrt n) rows and columns, or of those given; missing tiles are zeros.</summary>
    public static GridDisplay<T> Arrange<T>(ReadOnlySpan<T> tiles, int count, int height, int width, int channels, int? rows = null, int? columns = null)
    {
        var side = (int)Math.Ceiling(Math.Sqrt(count));
        var across = columns ?? (rows is { } r ? DivideUp(count, r) : side);
        var down = rows ?? DivideUp(count, across);
        if (rows is null && columns is null) down = side;
        var overridden = (long)down * across < count;
        if (overridden) down = DivideUp(count, across);
        var line = width * channels;
        var values = new T[checked(down * height * across * line)];
        for (var tile = 0; tile < count; tile++)
            for (var y = 0; y < height; y++)
                tiles.Slice((tile * height + y) * line, line).CopyTo(values.AsSpan(((tile / across * height + y) * across + tile % across) * line));
        return new(values, down * height, across * width, overridden);
    }

    /// <summary>A grid of the channels of maps [n, h, w, c], image by image: filter_display.</summary>
    public static GridDisplay<float> Filters(ReadOnlySpan<float> maps, int count, int height, int width, int channels, int? rows = null, int? columns = null)
    {
        var tiles = new float[maps.Length];
        var area = height * width;
        for (var i = 0; i < maps.Length; i++)
        {
            int channel = i % channels, position = i / channels % area, map = i / channels / area;
            tiles[(map * channels + channel) * area + position] = maps[i];
        }
        return Arrange<float>(tiles, count * channels, height, width, 1, rows, columns);
    }

    private static int DivideUp(int count, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        return (count + parts - 1) / parts;
    }
}
