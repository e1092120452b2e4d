namespace TfExplain.Imaging.Jpeg;

/// <summary>
/// For a progressive file that ends early: estimates the first AC coefficients that no scan has brought from the DC values of the 5 x 5 blocks around,
/// with libjpeg-turbo's weights, so that the picture is smooth instead of blocky.
/// </summary>
internal static class BlockSmoothing
{
    // What each estimate weighs its neighbours with, in 1/256, row by row. The coefficients of a vertical frequency take the transposed weights.
    private static readonly int[] Horizontal1 = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -7, 50, 0, -50, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly int[] Horizontal2 = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 13, -24, 13, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly int[] Diagonal = [0, -1, 0, 1, 0, -1, 10, 0, -10, 1, 0, 0, 0, 0, 0, 1, -10, 0, 10, -1, 0, 1, 0, -1, 0];

    // The same where nothing but DC is known; then DC itself is smoothed as well.
    private static readonly int[] DcOnlyHorizontal1 = [-1, -1, 0, 1, 1, -3, 13, 0, -13, 3, -3, 38, 0, -38, 3, -3, 13, 0, -13, 3, -1, -1, 0, 1, 1];
    private static readonly int[] DcOnlyHorizontal2 = [0, 0, 0, 0, 0, 0, 2, -5, 2, 0, 1, 7, -14, 7, 1, 0, 2, -5, 2, 0, 0, 0, 0, 0, 0];
    private static readonly int[] DcOnlyDiagonal = [-1, 0, 0, 0, 1, 0, 9, 0, -9, 0, 0, 0, 0, 0, 0, 0, -9, 0, 9, 0, 1, 0, 0, 0, -1];
    private static readonly int[] DcOnlyHorizontal3 = [0, 0, 0, 0, 0, 0, 1, 0, -1, 0, 0, 2, 0, -2, 0, 0, 1, 0, -1, 0, 0, 0, 0, 0, 0];
    private static readonly int[] DcOnlyMixed = [0, 0, 0, 0, 0, 0, 1, -3, 1, 0, 0, 0, 0, 0, 0, 0, -1, 3, -1, 0, 0, 0, 0, 0, 0];
    private static readonly int[] DcItself = [-2, -6, -8, -6, -2, -6, 6, 42, 6, -6, -8, 42, 152, 42, -8, -6, 6, 42, 6, -6, -2, -6, -8, -6, -2];

    /// <summary>True when every component's DC is known and some early AC coefficient is not exact.</summary>
    public static bool IsUseful(JpegFrame frame)
    {
        var useful = false;
        foreach (var component in frame.Components)
        {
            if (component.Quantizer is null || component.MissingBits[0] < 0)
                return false;
            for (var k = 0; k < 10; k++)
                if (component.Quantizer[ZigZag.Order[k]] == 0)
                    return false;
            useful |= component.MissingBits.AsSpan(1, 9).ContainsAnyExcept(0);
        }
        return useful;
    }

    /// <summary>Fills <paramref name="smooth"/> with the block at (<paramref name="x"/>, <paramref name="y"/>) and its estimates.</summary>
    public static void Estimate(JpegComponent component, int x, int y, int lastGoodRow, Span<short> smooth)
    {
        component.Coefficients.AsSpan((y * component.StoredAcross + x) * 64, 64).CopyTo(smooth);
        // Where the last scan broke off, what the scans before it brought counts.
        ReadOnlySpan<int> missing = y / component.Vertical > lastGoodRow ? component.PreviousMissingBits : component.MissingBits;
        var dcOnly = !missing[1..10].ContainsAnyExcept(JpegComponent.Unknown);
        Span<int> around = stackalloc int[25];
        Gather(component, x, y, around);
        var quantizer = component.Quantizer!;
        var count = dcOnly ? 9 : 5;
        for (var k = 1; k <= count; k++)
        {
            int position = ZigZag.Order[k];
            if (missing[k] == 0 || smooth[position] != 0)
                continue;
            var (weights, transposed) = Weights(k, dcOnly);
            var estimate = Quantize(Weigh(weights, transposed, around) * quantizer[0], quantizer[position]);
            var most = missing[k] > 0 ? (1 << missing[k]) - 1 : int.MaxValue;
            smooth[position] = (short)Math.Clamp(estimate, -most, most);
        }
        if (dcOnly)
            smooth[0] = (short)Quantize(Weigh(DcItself, false, around) * quantizer[0], quantizer[0]);
    }

    private static (int[] Weights, bool Transposed) Weights(int k, bool dcOnly) => k switch
    {
        1 => (dcOnly ? DcOnlyHorizontal1 : Horizontal1, false),
        2 => (dcOnly ? DcOnlyHorizontal1 : Horizontal1, true),
        3 => (dcOnly ? DcOnlyHorizontal2 : Horizontal2, true),
        4 => (dcOnly ? DcOnlyDiagonal : Diagonal, false),
        5 => (dcOnly ? DcOnlyHorizontal2 : Horizontal2, false),
        6 => (DcOnlyHorizontal3, false),
        7 => (DcOnlyMixed, false),
        8 => (DcOnlyMixed, true),
        _ => (DcOnlyHorizontal3, true),
    };

    // The 25 DC values around the block; beyond the image the nearest one counts.
    private static void Gather(JpegComponent component, int x, int y, Span<int> around)
    {
        // libjpeg counts the rows of the last, shorter unit as if every unit were as short; edges follow from that count.
        var rowsInUnit = component.Vertical;
        var unit = y / rowsInUnit;
        var units = component.StoredDown / rowsInUnit;
        if (unit == units - 1 && component.BlocksDown % rowsInUnit != 0)
            rowsInUnit = component.BlocksDown % rowsInUnit;
        var counted = unit * rowsInUnit + y % component.Vertical;
        var last = rowsInUnit * units - 1;
        for (var dy = -2; dy <= 2; dy++)
        {
            var row = y + Math.Clamp(dy, -Math.Min(counted, 2), Math.Min(last - counted, 2));
            for (var dx = -2; dx <= 2; dx++)
                around[(dy + 2) * 5 + dx + 2] = component.Coefficients[(row * component.StoredAcross + Math.Clamp(x + dx, 0, component.BlocksAcross - 1)) * 64];
        }
    }

    private static int Weigh(int[] weights, bool transposed, ReadOnlySpan<int> around)
    {
        var sum = 0;
        for (var i = 0; i < 25; i++)
            sum += around[i] * weights[transposed ? i % 5 * 5 + i / 5 : i];
        return sum;
    }

    // Rounds to the nearest, halves away from zero.
    private static int Quantize(long value, int step) => (int)(value >= 0 ? ((step << 7) + value) / (step << 8) : -(((step << 7) - value) / (step << 8)));
}
