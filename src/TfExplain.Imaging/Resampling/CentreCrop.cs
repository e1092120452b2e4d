namespace TfExplain.Imaging.Resampling;

/// <summary>The middle of an image; where the margins differ by one, the left and upper are the smaller (torchvision rounds halves to even).</summary>
public static class CentreCrop
{
    /// <summary>The crop of an image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The crop is larger than the image.</exception>
    public static Image Apply(Image image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Crop((image.Width - width) / 2, (image.Height - height) / 2, width, height);
    }

    /// <summary>The crop of samples [height, width, channels].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The crop is larger than the image.</exception>
    public static float[] Apply(ReadOnlySpan<float> values, int height, int width, int channels, int newHeight, int newWidth)
    {
        if (newHeight < 1 || newHeight > height || newWidth < 1 || newWidth > width)
            throw new ArgumentOutOfRangeException(nameof(newHeight), $"The crop {newWidth} x {newHeight} does not fit into {width} x {height}.");
        return Copy(values, width, channels, (width - newWidth) / 2, (height - newHeight) / 2, newWidth, newHeight);
    }

    internal static float[] Copy(ReadOnlySpan<float> values, int width, int channels, int left, int top, int newWidth, int newHeight)
    {
        var crop = new float[newWidth * newHeight * channels];
        for (var y = 0; y < newHeight; y++)
            values.Slice(((top + y) * width + left) * channels, newWidth * channels).CopyTo(crop.AsSpan(y * newWidth * channels));
        return crop;
    }
}
