namespace TfExplain.Imaging.Drawing;

/// <summary>A coloured map laid over a photograph.</summary>
public static class Overlay
{
    /// <summary>(1 - alpha) photo + alpha map, rounded; both are taken as RGB.</summary>
    /// <exception cref="ArgumentException">The sizes differ, or alpha is not from 0 to 1.</exception>
    public static Image Blend(Image photo, Image map, float alpha)
    {
        CheckSizes(photo, map);
        if (alpha is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Alpha is from 0 to 1.");
        byte[] below = photo.ToRgb().Pixels, above = map.ToRgb().Pixels;
        var output = new Image(photo.Width, photo.Height, 3);
        for (var i = 0; i < below.Length; i++)
            output.Pixels[i] = Mix(below[i], above[i], alpha);
        return output;
    }

    /// <summary>The same with an alpha for each pixel, [height, width]; values beyond 0 and 1 are clamped.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Image Blend(Image photo, Image map, ReadOnlySpan<float> alphas)
    {
        CheckSizes(photo, map);
        if (alphas.Length != photo.Width * photo.Height)
            throw new ArgumentException($"Expected {photo.Width} x {photo.Height} alphas, found {alphas.Length}.", nameof(alphas));
        byte[] below = photo.ToRgb().Pixels, above = map.ToRgb().Pixels;
        var output = new Image(photo.Width, photo.Height, 3);
        for (var i = 0; i < below.Length; i++)
            output.Pixels[i] = Mix(below[i], above[i], Math.Clamp(alphas[i / 3], 0, 1));
        return output;
    }

    internal static byte Mix(byte below, byte above, float alpha) => (byte)(below + (above - below) * alpha + 0.5f);

    private static void CheckSizes(Image photo, Image map)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(map);
        if (photo.Width != map.Width || photo.Height != map.Height)
            throw new ArgumentException($"The map is {map.Width} x {map.Height}, the photo {photo.Width} x {photo.Height}; resize one first.", nameof(map));
    }
}
