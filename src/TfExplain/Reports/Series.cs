using TfExplain.TensorBoard;

namespace TfExplain.Reports;

/// <summary>What one run logged under one tag.</summary>
internal abstract class Series
{
    /// <summary>How many steps were logged.</summary>
    public int Total { get; protected set; }

    public abstract void Add(ValueEvent value, int place);

    /// <summary>Puts the steps in order; where one was logged twice, as after a restart, the later one counts.</summary>
    protected static List<T> Ordered<T>(IEnumerable<T> items, Func<T, long> step)
    {
        var latest = new List<T>();
        foreach (var item in items.OrderBy(step))
            if (latest.Count > 0 && step(latest[^1]) == step(item)) latest[^1] = item;
            else latest.Add(item);
        return latest;
    }
}

/// <summary>Numbers.</summary>
internal sealed class CurveSeries : Series
{
    /// <summary>So many points are held at most before the page is made.</summary>
    private const int Held = 1 << 18;

    private List<CurvePoint> _points = [];

    public override void Add(ValueEvent value, int place)
    {
        if (value.Scalar is not { } number) return;
        Total++;
        _points.Add(new(value.Step, number));
        if (_points.Count >= Held) _points = Thinning.Curve(Ordered(_points, p => p.Step), Held / 4);
    }

    public List<CurvePoint> Points(int limit) => Thinning.Curve(Ordered(_points, p => p.Step), limit);
}

/// <summary>Where the pictures of a step lie; they are read when it is known which are shown.</summary>
internal sealed record PictureFrame(string File, long Offset, int Place, long Step, int Width, int Height, int Count, long Bytes);

/// <summary>Pictures.</summary>
internal sealed class PictureSeries : Series
{
    private readonly List<PictureFrame> _frames = [];

    public override void Add(ValueEvent value, int place)
    {
        if (value.ImageSize is not { } size) return;
        var (count, bytes) = (0, 0L);
        foreach (var picture in value.Pictures) (count, bytes) = (count + 1, bytes + picture.Length);
        if (count > 0) _frames.Add(new(value.File, value.Offset, place, value.Step, size.Width, size.Height, count, bytes));
    }

    /// <summary>The frames in order.</summary>
    public List<PictureFrame> Frames()
    {
        var frames = Ordered(_frames, f => f.Step);
        Total = frames.Count;
        return frames;
    }
}

/// <summary>A histogram: left edge, right edge and count of each bucket in turn.</summary>
internal sealed record HistogramFrame(long Step, double[] Rows);

/// <summary>Histograms.</summary>
internal sealed class HistogramSeries : Series
{
    private const int MaximumBuckets = 64;

    /// <summary>So many are held at most; then every second one goes.</summary>
    private const int Held = 4096;

    private List<HistogramFrame> _frames = [];

    public override void Add(ValueEvent value, int place)
    {
        if (value.Buckets is not { } buckets) return;
        Total++;
        _frames.Add(new(value.Step, Merge([.. buckets])));
        if (_frames.Count >= Held) _frames = Thinning.Even(Ordered(_frames, f => f.Step), Held / 2);
    }

    public List<HistogramFrame> Frames(int limit) => Thinning.Even(Ordered(_frames, f => f.Step), limit);

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

/// <summary>The texts of a step; several in columns where they were logged as a table.</summary>
internal sealed record TextFrame(long Step, int Columns, string[] Texts);

/// <summary>Texts.</summary>
internal sealed class TextSeries : Series
{
    private const int MaximumLength = 10_000, MaximumCells = 200, Held = 512;

    private List<TextFrame> _frames = [];

    public override void Add(ValueEvent value, int place)
    {
        Total++;
        string[] texts = [.. value.Texts.Take(MaximumCells).Select(t => Shorten(t, MaximumLength))];
        _frames.Add(new(value.Step, value.Tensor.Shape is [_, var columns] ? Math.Max(1, columns) : 1, texts));
        if (_frames.Count >= Held) _frames = [.. Ordered(_frames, f => f.Step).TakeLast(Held / 2)];
    }

    public List<TextFrame> Frames(int limit) => [.. Ordered(_frames, f => f.Step).TakeLast(limit)];

    public static string Shorten(string text, int length)
    {
        if (text.Length <= length) return text;
        // Half a character is none.
        return $"{text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)]} …";
    }
}

/// <summary>What no part of the page shows.</summary>
internal sealed class OtherSeries : Series
{
    public override void Add(ValueEvent value, int place) => Total++;
}
