namespace TfExplain.Imaging.Resampling;

/// <summary>Gaussian blur of samples [height, width, channels]; channels are not mixed.</summary>
public static class Blur
{
    /// <summary><c>scipy.ndimage.gaussian_filter</c>: weights exp(-x² / 2 sigma²) up to floor(truncate sigma + 0.5).</summary>
    /// <exception cref="ArgumentException">Sigma is not positive, or the values are not height x width x channels.</exception>
    public static double[] Gaussian(ReadOnlySpan<double> values, int height, int width, int channels, double sigma, BlurBorder border = BlurBorder.Reflect, double truncate = 4) =>
        Apply(values, height, width, channels, Weights(sigma, (int)(truncate * sigma + 0.5)), border);

    /// <summary>The same in float32, summed in double precision.</summary>
    /// <exception cref="ArgumentException">Sigma is not positive, or the values are not height x width x channels.</exception>
    public static float[] Gaussian(ReadOnlySpan<float> values, int height, int width, int channels, double sigma, BlurBorder border = BlurBorder.Reflect, double truncate = 4)
    {
        var wide = new double[values.Length];
        for (var i = 0; i < wide.Length; i++)
            wide[i] = values[i];
        return Array.ConvertAll(Gaussian(wide, height, width, channels, sigma, border, truncate), static v => (float)v);
    }

    /// <summary>The same for an image, rounded to the nearest level.</summary>
    public static Image Gaussian(Image image, double sigma, BlurBorder border = BlurBorder.Reflect)
    {
        ArgumentNullException.ThrowIfNull(image);
        var values = Gaussian(Array.ConvertAll(image.Pixels, static v => (double)v), image.Height, image.Width, image.Channels, sigma, border);
        return new Image(image.Width, image.Height, image.Channels, Array.ConvertAll(values, static v => (byte)Math.Clamp(Math.Round(v), 0, 255)));
    }

    /// <summary><c>cv2.GaussianBlur</c> with a kernel of odd size; sigma 0 means 0.3 ((kernel - 1) / 2 - 1) + 0.8, and OpenCV's tables up to size 9.</summary>
    /// <exception cref="ArgumentException">The kernel is even or not positive, or the values are not height x width x channels.</exception>
    public static double[] OpenCvGaussian(ReadOnlySpan<double> values, int height, int width, int channels, int kernel, double sigma = 0, BlurBorder border = BlurBorder.Mirror)
    {
        if (kernel < 1 || kernel % 2 == 0)
            throw new ArgumentOutOfRangeException(nameof(kernel), kernel, "The kernel's size is odd and positive.");
        double[] weights = (sigma, kernel) switch
        {
            ( > 0, _) => Weights(sigma, kernel / 2),
            (_, 1) => [1],
            (_, 3) => [0.25, 0.5, 0.25],
            (_, 5) => [0.0625, 0.25, 0.375, 0.25, 0.0625],
            (_, 7) => [0.03125, 0.109375, 0.21875, 0.28125, 0.21875, 0.109375, 0.03125],
            (_, 9) => [4 / 256.0, 13 / 256.0, 30 / 256.0, 51 / 256.0, 60 / 256.0, 51 / 256.0, 30 / 256.0, 13 / 256.0, 4 / 256.0],
            _ => Weights(0.3 * ((kernel - 1) * 0.5 - 1) + 0.8, kernel / 2),
        };
        return Apply(values, height, width, channels, weights, border);
    }

    private static double[] Weights(double sigma, int radius)
    {
        if (sigma is not (> 0 and < 1e6))
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "Sigma is positive and below a million.");
        return AxisWeights.Normalised(-radius, radius + 1, x => Math.Exp(-0.5 * x * x / (sigma * sigma)));
    }

    private static double[] Apply(ReadOnlySpan<double> values, int height, int width, int channels, double[] weights, BlurBorder border)
    {
        if (height < 1 || width < 1 || channels < 1 || values.Length != (long)height * width * channels)
            throw new ArgumentException($"Expected {height} x {width} x {channels} values, found {values.Length}.", nameof(values));
        double[] down = new double[values.Length], output = new double[values.Length];
        var rowLength = width * channels;
        for (var y = 0; y < height; y++)
            for (var k = 0; k < weights.Length; k++)
                if (Source(y + k - weights.Length / 2, height, border) is >= 0 and var from)
                    for (var i = 0; i < rowLength; i++)
                        down[y * rowLength + i] += weights[k] * values[from * rowLength + i];
        for (var x = 0; x < width; x++)
            for (var k = 0; k < weights.Length; k++)
                if (Source(x + k - weights.Length / 2, width, border) is >= 0 and var from)
                    for (var at = 0; at < values.Length; at += rowLength)
                        for (var c = 0; c < channels; c++)
                            output[at + x * channels + c] += weights[k] * down[at + from * channels + c];
        return output;
    }

    // The sample that stands in for one beyond the edge; -1 for a zero.
    private static int Source(int i, int size, BlurBorder border)
    {
        if (i >= 0 && i < size)
            return i;
        switch (border)
        {
            case BlurBorder.Nearest:
                return Math.Clamp(i, 0, size - 1);
            case BlurBorder.Wrap:
                return (i % size + size) % size;
            case BlurBorder.Reflect:
                var doubled = (i % (2 * size) + 2 * size) % (2 * size);
                return Math.Min(doubled, 2 * size - 1 - doubled);
            case BlurBorder.Mirror:
                var period = Math.Max(2 * (size - 1), 1);
                var within = (i % period + period) % period;
                return Math.Min(within, period - within);
            default:
                return -1;
        }
    }
}
