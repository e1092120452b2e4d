using System.Numerics;

namespace TfExplain;

/// <summary>
/// OpenCV's INTER_LINEAR in the precision of the map: float64 maps of occlusion hold differences that float32 would round away. The weights are float32 for both.
/// </summary>
internal static class LinearResize
{
    public static T[] Apply<T>(ReadOnlySpan<T> map, int height, int width, int newHeight, int newWidth) where T : IFloatingPoint<T>
    {
        if (height == newHeight && width == newWidth) return map.ToArray();
        var output = new T[newHeight * newWidth];
        for (var y = 0; y < newHeight; y++)
        {
            var (top, bottom, down) = Between<T>(y, height, newHeight);
            for (var x = 0; x < newWidth; x++)
            {
                var (left, right, across) = Between<T>(x, width, newWidth);
                T above = map[top * width + left] * (T.One - across) + map[top * width + right] * across;
                T below = map[bottom * width + left] * (T.One - across) + map[bottom * width + right] * across;
                output[y * newWidth + x] = above * (T.One - down) + below * down;
            }
        }
        return output;
    }

    /// <summary>The samples on both sides of (i + 0.5) size / newSize - 0.5 and the second one's weight.</summary>
    private static (int First, int Second, T Weight) Between<T>(int i, int size, int newSize) where T : IFloatingPoint<T>
    {
        var position = (float)((i + 0.5) * ((double)size / newSize) - 0.5);
        var first = (int)MathF.Floor(position);
        if (first < 0) return (0, 0, T.Zero);
        return first >= size - 1 ? (size - 1, size - 1, T.Zero) : (first, first + 1, T.CreateChecked(position - first));
    }
}
