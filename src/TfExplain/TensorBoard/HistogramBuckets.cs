namespace TfExplain.TensorBoard;

/// <summary>
/// The buckets of a histogram as TensorFlow counts them: [buckets, 3] rows of left edge, right edge and count, of equal width between the smallest and the largest value.
/// Equal values all fall into the last bucket; no values give zeros. Values that are not finite belong to no bucket: they are left out and counted in <see cref="LeftOut"/>.
/// </summary>
internal sealed class HistogramBuckets
{
    private HistogramBuckets(double[] rows, int leftOut) => (Rows, LeftOut) = (rows, leftOut);

    public double[] Rows { get; }

    public int LeftOut { get; }

    public static HistogramBuckets Of(ReadOnlySpan<float> values, int buckets)
    {
        var wide = new double[values.Length];
        for (var i = 0; i < wide.Length; i++) wide[i] = values[i];
        return Of(wide, buckets);
    }

    public static HistogramBuckets Of(ReadOnlySpan<double> values, int buckets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        var finite = 0;
        foreach (var value in values)
        {
            if (!double.IsFinite(value)) continue;
            finite++;
            smallest = Math.Min(smallest, value);
            largest = Math.Max(largest, value);
        }
        var rows = new double[3 * buckets];
        if (finite == 0) return new(rows, values.Length);
        var width = (largest - smallest) / buckets;
        for (var i = 0; i < buckets; i++)
        {
            rows[3 * i] = i == 0 ? smallest : smallest + width * i;
            rows[3 * i + 1] = i == buckets - 1 ? largest : smallest + width * (i + 1);
        }
        if (smallest == largest) rows[^1] = finite;
        else
            foreach (var value in values)
                if (double.IsFinite(value)) rows[3 * Math.Min((int)((value - smallest) / width), buckets - 1) + 2]++;
        return new(rows, values.Length - finite);
    }
}
