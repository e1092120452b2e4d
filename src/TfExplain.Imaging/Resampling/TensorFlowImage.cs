namespace TfExplain.Imaging.Resampling;

/// <summary>Image operations of <c>tf.image</c> besides resizing, on samples [height, width, channels].</summary>
public static class TensorFlowImage
{
    /// <summary>The largest size within the given one that keeps the aspect ratio (<c>preserve_aspect_ratio=True</c>).</summary>
    public static (int Height, int Width) FitWithin(int height, int width, int maxHeight, int maxWidth)
    {
        var scale = Math.Min((float)maxHeight / height, (float)maxWidth / width);
        return (Math.Max(1, (int)MathF.Round(scale * height)), Math.Max(1, (int)MathF.Round(scale * width)));
    }

    /// <summary><c>resize_with_pad</c>: bilinear to the largest size that keeps the aspect ratio, centred on zeros.</summary>
    public static float[] ResizeWithPad(ReadOnlySpan<float> values, int height, int width, int channels, int newHeight, int newWidth)
    {
        var ratio = Math.Max((float)width / newWidth, (float)height / newHeight);
        int innerHeight = Math.Max(1, (int)(height / ratio)), innerWidth = Math.Max(1, (int)(width / ratio));
        var inner = TensorFlow.Bilinear().Resize(values, height, width, channels, innerHeight, innerWidth);
        int top = Math.Max(0, (int)((newHeight - height / ratio) / 2)), left = Math.Max(0, (int)((newWidth - width / ratio) / 2));
        var padded = new float[newHeight * newWidth * channels];
        for (var y = 0; y < innerHeight; y++)
            inner.AsSpan(y * innerWidth * channels, innerWidth * channels).CopyTo(padded.AsSpan(((top + y) * newWidth + left) * channels));
        return padded;
    }

    /// <summary><c>crop_and_resize</c>: bilinear between the corners of a box in fractions of height - 1 and width - 1; zero outside the image.</summary>
    public static float[] CropAndResize(ReadOnlySpan<float> values, int height, int width, int channels, (float Top, float Left, float Bottom, float Right) box, int newHeight, int newWidth)
    {
        var output = new float[newHeight * newWidth * channels];
        for (var i = 0; i < newHeight; i++)
            for (var j = 0; j < newWidth; j++)
            {
                float y = Position(i, newHeight, box.Top, box.Bottom, height), x = Position(j, newWidth, box.Left, box.Right, width);
                if (y < 0 || y > height - 1 || x < 0 || x > width - 1)
                    continue;
                int top = (int)y, left = (int)x, below = (int)MathF.Ceiling(y), right = (int)MathF.Ceiling(x);
                for (var c = 0; c < channels; c++)
                {
                    var upper = Blend(values[(top * width + left) * channels + c], values[(top * width + right) * channels + c], x - left);
                    var lower = Blend(values[(below * width + left) * channels + c], values[(below * width + right) * channels + c], x - left);
                    output[(i * newWidth + j) * channels + c] = Blend(upper, lower, y - top);
                }
            }
        return output;

        static float Position(int i, int count, float from, float to, int size) =>
            count > 1 ? from * (size - 1) + i * ((to - from) * (size - 1) / (count - 1)) : 0.5f * (from + to) * (size - 1);

        static float Blend(float a, float b, float t) => a + (b - a) * t;
    }

    /// <summary><c>central_crop</c>: the middle of the image, this fraction of each side.</summary>
    public static (float[] Values, int Height, int Width) CentralCrop(ReadOnlySpan<float> values, int height, int width, int channels, double fraction)
    {
        if (fraction is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The fraction lies between 0 (excluded) and 1.");
        int top = (int)((height - height * fraction) / 2), left = (int)((width - width * fraction) / 2);
        int newHeight = height - 2 * top, newWidth = width - 2 * left;
        return (CentreCrop.Copy(values, width, channels, left, top, newWidth, newHeight), newHeight, newWidth);
    }

    /// <summary><c>per_image_standardization</c>: (x - mean) / max(deviation, 1 / sqrt(n)).</summary>
    public static float[] Standardize(ReadOnlySpan<float> values)
    {
        double sum = 0, squares = 0;
        foreach (var value in values)
            sum += value;
        var mean = sum / values.Length;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        var deviation = Math.Max(Math.Sqrt(squares / values.Length), 1 / Math.Sqrt(values.Length));
        var output = new float[values.Length];
        for (var i = 0; i < output.Length; i++)
            output[i] = (float)((values[i] - mean) / deviation);
        return output;
    }

    /// <summary><c>rgb_to_grayscale</c>: 0.2989 R + 0.587 G + 0.114 B.</summary>
    public static float[] RgbToGreyscale(ReadOnlySpan<float> rgb)
    {
        var grey = new float[rgb.Length / 3];
        for (var i = 0; i < grey.Length; i++)
            grey[i] = 0.2989f * rgb[3 * i] + 0.587f * rgb[3 * i + 1] + 0.114f * rgb[3 * i + 2];
        return grey;
    }
}
