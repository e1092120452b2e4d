using TfExplain.TensorBoard;

namespace TfExplain.Reports;

/// <summary>All series of one tag: what the runs logged under the same name.</summary>
internal sealed class TagIndex<T> where T : Series, new()
{
    public string Label { get; set; } = "";

    public string Description { get; set; } = "";

    /// <summary>The series by run.</summary>
    public SortedDictionary<string, T> Series { get; } = new(StringComparer.Ordinal);

    /// <summary>The first <paramref name="limit"/> series of all tags.</summary>
    public static IEnumerable<(string Tag, TagIndex<T> Entry, IReadOnlyList<KeyValuePair<string, T>> Series)> First(SortedDictionary<string, TagIndex<T>> tags, int limit)
    {
        foreach (var (tag, entry) in tags)
        {
            if (limit <= 0) yield break;
            KeyValuePair<string, T>[] series = [.. entry.Series.Take(limit)];
            limit -= series.Length;
            yield return (tag, entry, series);
        }
    }
}

/// <summary>One pass over event files: what was logged by kind, tag and run. Pictures are only noted, so memory is small.</summary>
internal sealed class LogIndex
{
    public SortedSet<string> Runs { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, TagIndex<CurveSeries>> Curves { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, TagIndex<PictureSeries>> Pictures { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, TagIndex<HistogramSeries>> Histograms { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, TagIndex<TextSeries>> Texts { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, TagIndex<OtherSeries>> Others { get; } = new(StringComparer.Ordinal);

    public List<EventProblem> Problems { get; } = [];

    /// <summary>The event files by the name that events call them.</summary>
    public Dictionary<string, string> Files { get; } = [];

    public int GraphCount { get; private set; }

    /// <param name="path">An event file, or a folder of runs.</param>
    /// <param name="rootRun">The name of the run whose files lie in the folder itself.</param>
    /// <param name="cancellation">Stops between records.</param>
    public static LogIndex Read(string path, string rootRun, CancellationToken cancellation)
    {
        var index = new LogIndex();
        foreach (var (file, name) in EventFiles.Find(path))
        {
            index.Files[name] = file;
            var run = name.LastIndexOf('/') is > 0 and var slash ? name[..slash] : rootRun;
            index.Runs.Add(run);
            try
            {
                index.Read(file, name, run, cancellation);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // One file that cannot be opened does not hide the others.
                index.Problems.Add(new(name, 0, EventProblemKind.Damaged, $"the file cannot be read: {e.Message}"));
            }
        }
        return index;
    }

    private void Read(string file, string name, string run, CancellationToken cancellation)
    {
        using var reader = new EventReader(file, name);
        var (offset, place) = (-1L, 0);
        foreach (var e in reader.ReadNew())
        {
            cancellation.ThrowIfCancellationRequested();
            place = e.Offset == offset ? place + 1 : 0;
            offset = e.Offset;
            if (e is ValueEvent value) Add(value, run, place);
            else if (e is GraphEvent) GraphCount++;
        }
        Problems.AddRange(reader.Problems);
    }

    private void Add(ValueEvent value, string run, int place)
    {
        switch (value.Plugin)
        {
            case ValueEvent.Scalars when value.Scalar is not null: Add(Curves, value, run, place); break;
            case ValueEvent.Images when value.ImageSize is not null: Add(Pictures, value, run, place); break;
            case ValueEvent.Histograms when value.Buckets is not null: Add(Histograms, value, run, place); break;
            case ValueEvent.Text when value.Tensor.Strings is not null: Add(Texts, value, run, place); break;
            default: Add(Others, value, run, place); break;
        }
    }

    private static void Add<T>(SortedDictionary<string, TagIndex<T>> tags, ValueEvent value, string run, int place) where T : Series, new()
    {
        if (!tags.TryGetValue(value.Tag, out var tag)) tags[value.Tag] = tag = new() { Label = value.DisplayName };
        if (value.Description.Length > 0) tag.Description = value.Description;
        if (!tag.Series.TryGetValue(run, out var series)) tag.Series[run] = series = new();
        series.Add(value, place);
    }
}
