namespace TfExplain.Imaging.Preprocessing;

/// <summary>From pixels to a network's input: (x / divisor - mean) / deviation for each channel, red first or blue first.</summary>
public sealed record PixelNormalization
{
    /// <summary>x: the pixels as they are.</summary>
    public static PixelNormalization None { get; } = new();

    /// <summary>keras.applications mode <c>caffe</c>: blue first, minus the means of ImageNet, not scaled (ResNet, VGG).</summary>
    public static PixelNormalization Caffe { get; } = new() { BlueFirst = true, Mean = [103.939f, 116.779f, 123.68f] };

    /// <summary>keras.applications mode <c>tf</c>: x / 127.5 - 1 (MobileNet, Inception, Xception, NASNet, ResNetV2).</summary>
    public static PixelNormalization TensorFlow { get; } = new() { Divisor = 127.5f, Mean = [1, 1, 1] };

    /// <summary>keras.applications mode <c>torch</c>: x / 255, minus the means of ImageNet, by its deviations (DenseNet).</summary>
    public static PixelNormalization Torch { get; } = new() { Divisor = 255, Mean = [0.485f, 0.456f, 0.406f], Deviation = [0.229f, 0.224f, 0.225f] };

    /// <summary>x / 255.</summary>
    public static PixelNormalization Unit { get; } = new() { Divisor = 255 };

    /// <summary>True when the channels are stored blue, green, red.</summary>
    public bool BlueFirst { get; init; }

    /// <summary>Divides the pixel first.</summary>
    public float Divisor { get; init; } = 1;

    /// <summary>Subtracted next; in the order of the output's channels.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0, 0, 0];

    /// <summary>Divides last; in the order of the output's channels.</summary>
    public IReadOnlyList<float> Deviation { get; init; } = [1, 1, 1];

    /// <summary>An image as [height, width, 3]; grey is repeated, alpha dropped.</summary>
    public float[] Apply(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var rgb = image.ToRgb().Pixels;
        // A byte has only 256 values: each channel's are computed once.
        var table = new float[3 * 256];
        for (var c = 0; c < 3; c++)
            for (var x = 0; x < 256; x++)
                table[c * 256 + x] = Normalize(x, c);
        var output = new float[rgb.Length];
        int red = BlueFirst ? 2 : 0, blue = 2 - red;
        for (var i = 0; i < output.Length; i += 3)
            (output[i], output[i + 1], output[i + 2]) = (table[rgb[i + red]], table[256 + rgb[i + 1]], table[512 + rgb[i + blue]]);
        return output;
    }

    /// <summary>Pixels as numbers 0..255, red first, [.., 3].</summary>
    /// <exception cref="ArgumentException">The lengths differ or are not multiples of 3.</exception>
    public void Apply(ReadOnlySpan<float> rgb, Span<float> output)
    {
        if (rgb.Length % 3 != 0 || output.Length != rgb.Length)
            throw new ArgumentException($"Expected as many outputs as inputs and a multiple of 3, found {rgb.Length} and {output.Length}.", nameof(output));
        for (var i = 0; i < rgb.Length; i += 3)
        {
            var (r, g, b) = (rgb[i], rgb[i + 1], rgb[i + 2]);
            (output[i], output[i + 1], output[i + 2]) = (Normalize(BlueFirst ? b : r, 0), Normalize(g, 1), Normalize(BlueFirst ? r : b, 2));
        }
    }

    private float Normalize(float x, int channel) => (x / Divisor - Mean[channel]) / Deviation[channel];
}
