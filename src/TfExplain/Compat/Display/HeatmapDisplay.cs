using System.Numerics;
using TfExplain.Imaging;
using TfExplain.Imaging.ColorMaps;

namespace TfExplain;

/// <summary>The map at the image's size, (h - min) / (max - min), in colour over the image: heatmap_display.</summary>
/// <param name="Colors">The colours.</param>
/// <param name="ImageWeight">The image's weight in the sum.</param>
/// <param name="Blend">The colours' weight.</param>
internal sealed record HeatmapDisplay(ColorMap Colors, double ImageWeight, Compat.TfExplain031.Blend Blend)
{
    /// <summary>Draws over an image of 1 (repeated), 3 or 4 (alpha dropped) channels.</summary>
    public Image Draw<T>(ReadOnlySpan<T> map, int height, int width, Image image) where T : IFloatingPointIeee754<T>
    {
        var heat = Colors.Apply(Levels<T>(LinearResize.Apply(map, height, width, image.Height, image.Width)), image.Width, image.Height);
        var picture = image.ToRgb();
        var (alpha, beta) = ((float)ImageWeight, Blend == Compat.TfExplain031.Blend.Released ? 1f : (float)(1 - ImageWeight));
        for (var i = 0; i < heat.Pixels.Length; i++)
        {
            // The image's product is not rounded before the sum: OpenCV's fused addWeighted, which decides ties.
            heat.Pixels[i] = (byte)Math.Clamp(MathF.Round(MathF.FusedMultiplyAdd(picture.Pixels[i], alpha, heat.Pixels[i] * beta)), 0, 255);
        }
        return heat;
    }

    /// <summary>A constant map is 0 / 0, which casts to 0, in the released version, and stays as it is in the development branch.</summary>
    private byte[] Levels<T>(ReadOnlySpan<T> map) where T : IFloatingPointIeee754<T>
    {
        T low = T.PositiveInfinity, high = T.NegativeInfinity, full = T.CreateChecked(255);
        foreach (var value in map) (low, high) = (T.Min(low, value), T.Max(high, value));
        var keep = Blend == Compat.TfExplain031.Blend.Development && low == high;
        var levels = new byte[map.Length];
        for (var i = 0; i < levels.Length; i++) levels[i] = UInt8Cast.Wrap((keep ? map[i] : (map[i] - low) / (high - low)) * full);
        return levels;
    }
}
