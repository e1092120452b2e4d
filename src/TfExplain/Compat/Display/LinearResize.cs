using System.Numerics;

namespace TfExplain;

/// <summary>
/// OpenCV's INTER_LINEAR in the precision of the map, a + (b - a) w across and then down: float64 maps of occlusion hold differences that float32 would round away,
/// and a constant map stays constant.
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
                var above = Blend(map[top * width + left], map[top * width + right], across);
                var below = Blend(map[bottom * width + left], map[bottom * width + right], across);
                output[y * newWidth + x] = Blend(above, below, down);
            }
        }
        return output;
    }

    private static T Blend<T>(T a, T b, T weight) where T : IFloatingPoint<T> => a + (b - a) * weight;

    /// <summary>The samples on both sides of (i + 0.5) size / newSize - 0.5 and the second one's weight.</summary>
    private static (int First, int Second, T Weight) Between<T>(int i, int size, int newSize) where T : IFloatingPoint<T>
    {
        var position = Math.Clamp((i + 0.5) * ((double)size / newSize) - 0.5, 0, size - 1);
        var first = (int)position;
        return (first, Math.Min(first + 1, size - 1), T.CreateChecked(position - first));
    }
}
