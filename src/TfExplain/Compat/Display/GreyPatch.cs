using TfExplain.Engine;

namespace TfExplain;

/// <summary>Covers rows [top, top + size) and columns [left, left + size) with mid-grey of a 0..255 scale, whatever the image's own: apply_grey_patch.</summary>
internal static class GreyPatch
{
    /// <summary>The grey of an array of bytes, which cannot hold a half.</summary>
    public const float OfBytes = 127;

    /// <summary>The grey of any other array.</summary>
    public const float OfNumbers = 127.5f;

    public static void Apply(Span<float> image, Shape shape, int left, int top, int size, float grey)
    {
        int height = shape[0], width = shape[1], channels = shape[2];
        for (var y = top; y < Math.Min(top + size, height); y++)
            if (left < width) image.Slice((y * width + left) * channels, Math.Min(size, width - left) * channels).Fill(grey);
    }
}
