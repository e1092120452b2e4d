using TfExplain.Engine;

namespace TfExplain;

/// <summary>Numbers that say in a word what a map is like, to be followed over a training. All of the sum over channels, at the map's own resolution.</summary>
public static class MapNumbers
{
    /// <summary>
    /// How unevenly the magnitudes are spread (Gini's index as in Hurley and Rickard, 2009, arXiv 0811.4706): 0 where all are equal, near 1 where one pixel has all;
    /// 1 - 2 sum over k of (|a|_(k) / sum) (n - k + 1/2) / n, magnitudes in ascending order. 0 for a map of zeros. Cost: one sort.
    /// </summary>
    public static double Gini(Attribution map)
    {
        var magnitudes = Magnitudes(map);
        Array.Sort(magnitudes);
        double total = magnitudes.Sum(), weighted = 0;
        if (total == 0) return 0;
        for (var k = 1; k <= magnitudes.Length; k++) weighted += magnitudes[k - 1] / total * (magnitudes.Length - k + 0.5);
        return 1 - 2 * weighted / magnitudes.Length;
    }

    /// <summary>1 - cosine of the angle between two maps: 0 for the same pattern at any strength, 1 for unrelated ones, 2 for opposites; 0 if both are zero, 1 if one is.</summary>
    /// <exception cref="ArgumentException">The maps differ in size.</exception>
    public static double Drift(Attribution map, Attribution before)
    {
        ArgumentNullException.ThrowIfNull(before);
        float[] a = Renderer.Reduce(map, ChannelReduction.Sum), b = Renderer.Reduce(before, ChannelReduction.Sum);
        if (map.Shape != before.Shape) throw new ArgumentException($"The maps have the shapes {map.Shape} and {before.Shape}; only maps of one size can be compared.");
        double product = 0, squareA = 0, squareB = 0;
        for (var i = 0; i < a.Length; i++) (product, squareA, squareB) = (product + (double)a[i] * b[i], squareA + (double)a[i] * a[i], squareB + (double)b[i] * b[i]);
        if (squareA == 0 && squareB == 0) return 0;
        return squareA == 0 || squareB == 0 ? 1 : 1 - product / Math.Sqrt(squareA * squareB);
    }

    /// <summary>The share of the magnitudes inside a box of the image, in [0, 1]; a coarse map's cells count by the part of them that the box covers. NaN for a map of zeros.</summary>
    /// <param name="map">The map.</param>
    /// <param name="image">The image's shape [H, W, C].</param>
    /// <param name="box">The box in the image's pixels.</param>
    public static double Inside(Attribution map, Shape image, Box box)
    {
        var magnitudes = Magnitudes(map);
        double cellHeight = (double)image[0] / map.Shape[0], cellWidth = (double)image[1] / map.Shape[1], total = 0, inside = 0;
        for (var y = 0; y < map.Shape[0]; y++)
        {
            var rows = Overlap(y * cellHeight, (y + 1) * cellHeight, box.Top, box.Top + box.Height) / cellHeight;
            for (var x = 0; x < map.Shape[1]; x++)
            {
                var magnitude = magnitudes[y * map.Shape[1] + x];
                total += magnitude;
                inside += magnitude * rows * Overlap(x * cellWidth, (x + 1) * cellWidth, box.Left, box.Left + box.Width) / cellWidth;
            }
        }
        return total == 0 ? double.NaN : inside / total;
    }

    private static double[] Magnitudes(Attribution map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return [.. Renderer.Reduce(map, ChannelReduction.Sum).Select(v => Math.Abs((double)v))];
    }

    private static double Overlap(double from, double to, double first, double last) => Math.Max(0, Math.Min(to, last) - Math.Max(from, first));
}
