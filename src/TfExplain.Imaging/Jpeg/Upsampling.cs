namespace TfExplain.Imaging.Jpeg;

/// <summary>Brings a component's rows to the image's size: triangle filter at ratio 2 (libjpeg's "fancy" upsampling), repetition at the others.</summary>
internal static class Upsampling
{
    /// <summary>The component's samples for image row <paramref name="y"/>; <paramref name="output"/> has room for twice the component's width.</summary>
    public static ReadOnlySpan<byte> Row(JpegComponent component, JpegFrame frame, int y, Span<byte> output)
    {
        int across = frame.MaxHorizontal / component.Horizontal, down = frame.MaxVertical / component.Vertical;
        var source = y / down;
        var row = Source(component, source);
        if (across == 1 && down == 1)
            return row;
        // The nearer neighbour row: above for the upper half of a sample, below for the lower.
        var beside = Source(component, Math.Clamp(source + (y % down == 0 ? -1 : 1), 0, component.Height - 1));
        if (across == 2 && down == 1 && row.Length > 2)
            Across(row, output);
        else if (across == 2 && down == 2 && row.Length > 2)
            Both(row, beside, output);
        else if (across == 1 && down == 2)
            Down(row, beside, y % 2 == 0 ? 1 : 2, output);
        else
            for (var x = 0; x < row.Length; x++)
                output.Slice(x * across, across).Fill(row[x]);
        return output;
    }

    private static ReadOnlySpan<byte> Source(JpegComponent component, int row) => component.Samples.AsSpan(row * component.StoredAcross * 8, component.Width);

    private static void Across(ReadOnlySpan<byte> row, Span<byte> output)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var three = 3 * row[x];
            output[2 * x] = (byte)(x == 0 ? row[x] : (three + row[x - 1] + 1) >> 2);
            output[2 * x + 1] = (byte)(x == row.Length - 1 ? row[x] : (three + row[x + 1] + 2) >> 2);
        }
    }

    private static void Down(ReadOnlySpan<byte> row, ReadOnlySpan<byte> beside, int bias, Span<byte> output)
    {
        for (var x = 0; x < row.Length; x++)
            output[x] = (byte)((3 * row[x] + beside[x] + bias) >> 2);
    }

    private static void Both(ReadOnlySpan<byte> row, ReadOnlySpan<byte> beside, Span<byte> output)
    {
        int here = 3 * row[0] + beside[0], left = here;
        for (var x = 0; x < row.Length; x++)
        {
            var right = x == row.Length - 1 ? here : 3 * row[x + 1] + beside[x + 1];
            output[2 * x] = (byte)((3 * here + left + 8) >> 4);
            output[2 * x + 1] = (byte)((3 * here + right + 7) >> 4);
            (left, here) = (here, right);
        }
    }
}
