using System.Runtime.CompilerServices;

namespace TfExplain.Imaging.Resampling;

/// <summary>The filter for bytes as Pillow runs it: weights of 22 fractional bits, rounded to a byte after each axis.</summary>
internal static class FixedPointFilter
{
    private const int Fraction = 22, Half = 1 << (Fraction - 1);

    public static byte[] Apply(byte[] pixels, int channels, AxisWeights rows, AxisWeights columns)
    {
        int[][] across = ToFixed(columns), down = ToFixed(rows);
        int height = rows.InputSize, width = columns.OutputSize, rowBytes = width * channels;
        var narrow = pixels;
        if (!IsIdentity(columns))
        {
            narrow = new byte[height * rowBytes];
            for (var y = 0; y < height; y++)
                Across(pixels.AsSpan(y * columns.InputSize * channels, columns.InputSize * channels), channels, columns.First, across, narrow.AsSpan(y * rowBytes, rowBytes));
        }
        if (IsIdentity(rows))
            return narrow;
        var output = new byte[rows.OutputSize * rowBytes];
        var sums = new int[rowBytes];
        for (var y = 0; y < rows.OutputSize; y++)
            Down(narrow, rows.First[y], down[y], sums, output.AsSpan(y * rowBytes, rowBytes));
        return output;
    }

    private static void Across(ReadOnlySpan<byte> row, int channels, int[] first, int[][] weights, Span<byte> output)
    {
        if (channels == 3)
        {
            AcrossRgb(row, first, weights, output);
            return;
        }
        for (var x = 0; x < first.Length; x++)
            for (var c = 0; c < channels; c++)
            {
                var sum = Half;
                var at = first[x] * channels + c;
                foreach (var weight in weights[x])
                {
                    sum += weight * row[at];
                    at += channels;
                }
                output[x * channels + c] = ToByte(sum);
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AcrossRgb(ReadOnlySpan<byte> row, int[] first, int[][] weights, Span<byte> output)
    {
        for (var x = 0; x < first.Length; x++)
        {
            int red = Half, green = Half, blue = Half;
            var samples = row.Slice(first[x] * 3, weights[x].Length * 3);
            foreach (var weight in weights[x])
            {
                red += weight * samples[0];
                green += weight * samples[1];
                blue += weight * samples[2];
                samples = samples[3..];
            }
            output[3 * x + 2] = ToByte(blue);
            output[3 * x + 1] = ToByte(green);
            output[3 * x] = ToByte(red);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Down(byte[] narrow, int first, int[] weights, int[] sums, Span<byte> output)
    {
        Array.Fill(sums, Half);
        for (var k = 0; k < weights.Length; k++)
        {
            var weight = weights[k];
            var row = narrow.AsSpan((first + k) * sums.Length, sums.Length);
            for (var i = 0; i < row.Length; i++)
                sums[i] += weight * row[i];
        }
        for (var i = 0; i < output.Length; i++)
            output[i] = ToByte(sums[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte ToByte(int sum) => (byte)Math.Clamp(sum >> Fraction, 0, 255);

    private static int[][] ToFixed(AxisWeights axis) =>
        Array.ConvertAll(axis.Weights, static weights => Array.ConvertAll(weights, static w => (int)(w * (1 << Fraction) + (w < 0 ? -0.5 : 0.5))));

    private static bool IsIdentity(AxisWeights axis)
    {
        if (axis.InputSize != axis.OutputSize)
            return false;
        for (var i = 0; i < axis.OutputSize; i++)
            if (i < axis.First[i] || i >= axis.First[i] + axis.Weights[i].Length || Math.Abs(axis.Weights[i][i - axis.First[i]] - 1) > 1e-9)
                return false;
        return true;
    }
}
