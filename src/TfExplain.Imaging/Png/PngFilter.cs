using System.Numerics;
using System.Runtime.CompilerServices;

namespace TfExplain.Imaging.Png;

/// <summary>The five scanline filters: each byte is stored as its difference from a prediction out of its left, upper and upper-left neighbours.</summary>
internal static class PngFilter
{
    public const int None = 0, Sub = 1, Up = 2, Average = 3, Paeth = 4;

    /// <summary>Undoes a filter in place; <paramref name="above"/> is the decoded row above (zeros for the first).</summary>
    // A picture's first rows would otherwise run unoptimised, and most pictures are read once in a process.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int step, Span<byte> filtered)
    {
        above = above[..row.Length];
        switch (filter)
        {
            case None:
                row.CopyTo(filtered);
                break;
            case Up:
                for (var i = 0; i < row.Length; i++)
                    filtered[i] = (byte)(row[i] - above[i]);
                break;
            case Sub:
                row[..step].CopyTo(filtered);
                for (var i = step; i < row.Length; i++)
                    filtered[i] = (byte)(row[i] - row[i - step]);
                break;
            case Average:
                for (var i = 0; i < step; i++)
                    filtered[i] = (byte)(row[i] - (above[i] >> 1));
                for (var i = step; i < row.Length; i++)
                    filtered[i] = (byte)(row[i] - ((row[i - step] + above[i]) >> 1));
                break;
            default:
                for (var i = 0; i < step; i++)
                    filtered[i] = (byte)(row[i] - above[i]);
                for (var i = step; i < row.Length; i++)
                    filtered[i] = (byte)(row[i] - Predict(row[i - step], above[i], above[i - step]));
                break;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    // The neighbour nearest to left + up - corner; ties prefer left, then up. Which one is random in photographs: masks spare the mispredicted branches.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Predict(int left, int up, int corner)
    {
        int toLeft = Distance(up - corner), toUp = Distance(left - corner), toCorner = Distance(left + up - 2 * corner);
        int notLeft = ((toUp - toLeft) | (toCorner - toLeft)) >> 31, notUp = (toCorner - toUp) >> 31;
        var other = up ^ ((up ^ corner) & notUp);
        return left ^ ((left ^ other) & notLeft);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Distance(int difference) => (difference ^ (difference >> 31)) - (difference >> 31);
}
