using System.Numerics.Tensors;

namespace TfExplain;

/// <summary>
/// g = sum over the channels; z = (g - mean g) / max(std g, 1 / sqrt n) over the whole batch at once; cast(255 z): transform_to_normalized_grayscale.
/// About half of the z are negative and many exceed 1, which the cast saturates or wraps: this is no scale to read numbers from.
/// </summary>
internal static class NormalizedGrayscale
{
    public static byte[] Transform(ReadOnlySpan<float> values, int channels)
    {
        var grey = new double[values.Length / channels];
        for (var i = 0; i < values.Length; i++) grey[i / channels] += values[i];
        var mean = TensorPrimitives.Sum<double>(grey) / grey.Length;
        TensorPrimitives.Subtract(grey, mean, grey);
        var deviation = Math.Sqrt(TensorPrimitives.SumOfSquares<double>(grey) / grey.Length);
        TensorPrimitives.Multiply(grey, 255 / Math.Max(deviation, 1 / Math.Sqrt(grey.Length)), grey);
        return UInt8Cast.Packets(grey);
    }
}
