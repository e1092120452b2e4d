using TfExplain.TensorBoard;

namespace TfExplain.Reports;

/// <summary>A histogram: left edge, right edge and count of each bucket in turn.</summary>
internal sealed record HistogramFrame(long Step, double[] Rows);

/// <summary>Histograms.</summary>
internal sealed class HistogramSeries : Series
{
    private const int MaximumBuckets = 48;

    /// <summary>So many are held at most; then every second one goes.</summary>
    private const int Held = 4096;

    private List<HistogramFrame> _frames = [];

    public override void Add(ValueEvent value, int place)
    {
        if (value.Buckets is not { } buckets) return;
        _frames.Add(new(value.Step, Merge([.. buckets])));
        if (_frames.Count < Held) return;
        var ordered = Ordered(_frames, f => f.Step);
        _frames = Thinning.Even(ordered, Held / 2);
        Dropped += ordered.Count - _frames.Count;
    }

    public List<HistogramFrame> Frames(int limit)
    {
        var ordered = Ordered(_frames, f => f.Step);
        Total = ordered.Count + Dropped;
        return Thinning.Even(ordered, limit);
    }

    /// <summary>Joins neighbouring buckets until there are few enough to draw.</summary>
    private static double[] Merge(double[] rows)
    {
        var count = rows.Length / 3;
        if (count <= MaximumBuckets) return rows;
        var joined = (count + MaximumBuckets - 1) / MaximumBuckets;
        var merged = new double[3 * ((count + joined - 1) / joined)];
        for (var i = 0; i < count; i++)
        {
            var to = 3 * (i / joined);
            if (i % joined == 0) merged[to] = rows[3 * i];
            merged[to + 1] = rows[3 * i + 1];
            merged[to + 2] += rows[3 * i + 2];
        }
        return merged;
    }
}
