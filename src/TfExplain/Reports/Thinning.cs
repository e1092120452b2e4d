namespace TfExplain.Reports;

/// <summary>A point of a curve.</summary>
internal readonly record struct CurvePoint(long Step, double Value);

/// <summary>Leaves out what a picture of limited size cannot show.</summary>
internal static class Thinning
{
    private const int KeptOfStretch = 3;

    /// <summary>At most <paramref name="limit"/> (8 or more) points in their order: the first, the last, and of equal stretches between the smallest, the largest and the first that is not finite.</summary>
    public static List<CurvePoint> Curve(IReadOnlyList<CurvePoint> points, int limit)
    {
        if (points.Count <= limit) return [.. points];
        var kept = new List<CurvePoint>(limit) { points[0] };
        var stretches = (limit - 2) / KeptOfStretch;
        var inner = points.Count - 2;
        for (var s = 0; s < stretches; s++)
        {
            int start = 1 + (int)((long)inner * s / stretches), end = 1 + (int)((long)inner * (s + 1) / stretches);
            int smallest = -1, largest = -1, strange = -1;
            for (var i = start; i < end; i++)
            {
                var value = points[i].Value;
                if (!double.IsFinite(value)) strange = strange < 0 ? i : strange;
                else
                {
                    if (smallest < 0 || value < points[smallest].Value) smallest = i;
                    if (largest < 0 || value > points[largest].Value) largest = i;
                }
            }
            foreach (var i in new SortedSet<int> { smallest, largest, strange })
                if (i >= 0) kept.Add(points[i]);
        }
        kept.Add(points[^1]);
        return kept;
    }

    /// <summary>At most <paramref name="limit"/> items: the first, the last, and evenly spaced ones between.</summary>
    public static List<T> Even<T>(IReadOnlyList<T> items, int limit)
    {
        if (items.Count <= limit) return [.. items];
        if (limit <= 1) return [items[^1]];
        return [.. Enumerable.Range(0, limit).Select(i => items[(int)((long)i * (items.Count - 1) / (limit - 1))])];
    }
}
