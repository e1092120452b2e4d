using System.Numerics;

namespace TfExplain.Imaging.Png;

/// <summary>The five scanline filters: each byte is stored as its difference from a prediction out of its left, upper and upper-left neighbours.</summary>
internal static class PngFilter
{
    public const int None = 0, Sub = 1, Up = 2, Average = 3, Paeth = 4;

    /// <summary>Undoes a filter in place; <paramref name="above"/> is the decoded row above (zeros for the first).</summary>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        switch (filter)
        {
            case Sub:
                for (var i = step; i < row.Length; i++)
                    row[i] += row[i - step];
                break;
            case Up:
                AddRows(row, above);
                break;
            case Average:
                for (var i = 0; i < Math.Min(step, row.Length); i++)
                    row[i] += (byte)(above[i] >> 1);
                for (var i = step; i < row.Length; i++)
                    row[i] += (byte)((row[i - step] + above[i]) >> 1);
                break;
            case Paeth:
                UndoPaeth(row, above[..row.Length], step);
                break;
        }
    }

    /// <summary>Writes the filtered row; the prediction is from the undecoded neighbours.</summary>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int step, Span<byte> filtered)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i >= step ? row[i - step] : 0, up = above[i], corner = i >= step ? above[i - step] : 0;
            filtered[i] = (byte)(row[i] - filter switch { Sub => left, Up => up, Average => (left + up) >> 1, Paeth => Predict(left, up, corner), _ => 0 });
        }
    }

    private static void AddRows(Span<byte> row, ReadOnlySpan<byte> above)
    {
        var i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++)
            row[i] += above[i];
    }

    // One channel at a time keeps the left and upper-left neighbours in registers.
    private static void UndoPaeth(Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (var channel = 0; channel < step; channel++)
        {
            int left = 0, corner = 0;
            for (var i = channel; i < row.Length; i += step)
            {
                int up = above[i];
                left = (row[i] + Predict(left, up, corner)) & 255;
                row[i] = (byte)left;
                corner = up;
            }
        }
    }

    // The neighbour nearest to left + up - corner; ties prefer left, then up.
    private static int Predict(int left, int up, int corner)
    {
        int toLeft = Math.Abs(up - corner), toUp = Math.Abs(left - corner), toCorner = Math.Abs(left + up - 2 * corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
