namespace TfExplain.Imaging.Jpeg;

/// <summary>
/// The inverse DCT of Loeffler, Ligtenberg and Moschytz (1989) in integers of 13 fractional bits, rounded where libjpeg's "islow" rounds,
/// so that the samples are the same.
/// </summary>
internal static class InverseDct
{
    private const int Fraction = 13, Kept = 2;

    // Sums of products of the cosines c_k = cos(k pi / 16) times sqrt(2), scaled by 2^13.
    private const int F0298 = 2446, F0390 = 3196, F0541 = 4433, F0765 = 6270, F0899 = 7373, F1175 = 9633, F1501 = 12299, F1847 = 15137, F1961 = 16069, F2053 = 16819, F2562 = 20995, F3072 = 25172;

    /// <summary>Dequantizes the block, transforms it, and writes 8 rows of 8 samples (+128, clamped); no quantizer means no data, which is grey.</summary>
    public static void Transform(ReadOnlySpan<short> block, ushort[]? quantizer, Span<byte> samples, int stride)
    {
        if (quantizer is null || !block[1..64].ContainsAnyExcept((short)0))
        {
            FillFlat(quantizer is null ? 0 : block[0] * quantizer[0], samples, stride);
            return;
        }
        Span<int> work = stackalloc int[64];
        for (var x = 0; x < 8; x++)
            Column(block[x..], quantizer.AsSpan(x), work[x..]);
        for (var y = 0; y < 8; y++)
            Row(work.Slice(8 * y, 8), samples.Slice(y * stride, 8));
    }

    private static void FillFlat(int dc, Span<byte> samples, int stride)
    {
        var value = Sample(((dc << Kept) + (1 << (Kept + 2))) >> (Kept + 3));
        for (var y = 0; y < 8; y++)
            samples.Slice(y * stride, 8).Fill(value);
    }

    private static void Column(ReadOnlySpan<short> c, ReadOnlySpan<ushort> q, Span<int> output)
    {
        if ((c[8], c[16], c[24], c[32], c[40], c[48], c[56]) is (0, 0, 0, 0, 0, 0, 0))
        {
            var flat = c[0] * q[0] << Kept;
            for (var y = 0; y < 64; y += 8)
                output[y] = flat;
            return;
        }
        Transform1D(c[0] * q[0], c[8] * q[8], c[16] * q[16], c[24] * q[24], c[32] * q[32], c[40] * q[40], c[48] * q[48], c[56] * q[56],
            out var e0, out var e1, out var e2, out var e3, out var o0, out var o1, out var o2, out var o3);
        const int shift = Fraction - Kept, half = 1 << (shift - 1);
        output[0] = (e0 + o0 + half) >> shift;
        output[56] = (e0 - o0 + half) >> shift;
        output[8] = (e1 + o1 + half) >> shift;
        output[48] = (e1 - o1 + half) >> shift;
        output[16] = (e2 + o2 + half) >> shift;
        output[40] = (e2 - o2 + half) >> shift;
        output[24] = (e3 + o3 + half) >> shift;
        output[32] = (e3 - o3 + half) >> shift;
    }

    private static void Row(ReadOnlySpan<int> w, Span<byte> output)
    {
        Transform1D(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7],
            out var e0, out var e1, out var e2, out var e3, out var o0, out var o1, out var o2, out var o3);
        const int shift = Fraction + Kept + 3, half = 1 << (shift - 1);
        output[7] = Sample((e0 - o0 + half) >> shift);
        output[0] = Sample((e0 + o0 + half) >> shift);
        output[1] = Sample((e1 + o1 + half) >> shift);
        output[6] = Sample((e1 - o1 + half) >> shift);
        output[2] = Sample((e2 + o2 + half) >> shift);
        output[5] = Sample((e2 - o2 + half) >> shift);
        output[3] = Sample((e3 + o3 + half) >> shift);
        output[4] = Sample((e3 - o3 + half) >> shift);
    }

    // The even and odd halves; output k is e_k + o_k, output 7 - k is e_k - o_k. Scaled by 2^13 sqrt(8).
    private static void Transform1D(int x0, int x1, int x2, int x3, int x4, int x5, int x6, int x7,
        out int e0, out int e1, out int e2, out int e3, out int o0, out int o1, out int o2, out int o3)
    {
        var rotated = (x2 + x6) * F0541;
        int low = rotated - x6 * F1847, high = rotated + x2 * F0765;
        int sum = (x0 + x4) << Fraction, difference = (x0 - x4) << Fraction;
        (e0, e3, e1, e2) = (sum + high, sum - high, difference + low, difference - low);

        var common = (x7 + x3 + x5 + x1) * F1175;
        int a = -(x7 + x1) * F0899, b = -(x5 + x3) * F2562;
        int c = common - (x7 + x3) * F1961, d = common - (x5 + x1) * F0390;
        o3 = x7 * F0298 + a + c;
        o2 = x5 * F2053 + b + d;
        o1 = x3 * F3072 + b + c;
        o0 = x1 * F1501 + a + d;
    }

    private static byte Sample(int value) => (byte)Math.Clamp(value + 128, 0, 255);
}
