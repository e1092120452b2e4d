using System.Runtime.CompilerServices;

namespace TfExplain.Imaging.Resampling;

/// <summary>Applies the weights of both axes: across first, then down, summed in double precision.</summary>
internal static class SeparableFilter
{
    public static float[] Apply(ReadOnlySpan<float> values, int channels, AxisWeights rows, AxisWeights columns)
    {
        int height = rows.InputSize, width = columns.OutputSize;
        var across = new float[height * width * channels];
        for (var y = 0; y < height; y++)
            Across(values.Slice(y * columns.InputSize * channels, columns.InputSize * channels), channels, columns, across.AsSpan(y * width * channels, width * channels));
        var output = new float[rows.OutputSize * width * channels];
        var sums = new double[width * channels];
        for (var y = 0; y < rows.OutputSize; y++)
            Down(across, rows.First[y], rows.Weights[y], sums, output.AsSpan(y * sums.Length, sums.Length));
        return output;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Across(ReadOnlySpan<float> row, int channels, AxisWeights columns, Span<float> output)
    {
        for (var x = 0; x < columns.OutputSize; x++)
        {
            var weights = columns.Weights[x];
            var from = columns.First[x] * channels;
            for (var c = 0; c < channels; c++)
            {
                var sum = 0.0;
                for (int k = 0, at = from + c; k < weights.Length; k++, at += channels)
                    sum += weights[k] * row[at];
                output[x * channels + c] = (float)sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Down(float[] across, int first, double[] weights, double[] sums, Span<float> output)
    {
        Array.Clear(sums);
        for (var k = 0; k < weights.Length; k++)
        {
            var weight = weights[k];
            var row = across.AsSpan((first + k) * sums.Length, sums.Length);
            for (var i = 0; i < row.Length; i++)
                sums[i] += weight * row[i];
        }
        for (var i = 0; i < output.Length; i++)
            output[i] = (float)sums[i];
    }
}
