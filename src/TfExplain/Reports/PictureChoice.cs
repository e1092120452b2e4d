namespace TfExplain.Reports;

/// <summary>Which pictures a page shows, and their bytes.</summary>
internal sealed class PictureChoice
{
    private readonly Dictionary<PictureSeries, List<PictureFrame>> _chosen;
    private readonly Dictionary<PictureFrame, int[]> _places;

    private PictureChoice(Dictionary<PictureSeries, List<PictureFrame>> chosen, Dictionary<PictureFrame, int[]> places, PictureStore store) =>
        (_chosen, _places, Pictures) = (chosen, places, store.Pictures);

    /// <summary>The different pictures with their media types.</summary>
    public IReadOnlyList<(string Type, byte[] Bytes)> Pictures { get; }

    /// <summary>Thins out every series alike until all fit into the page, and reads what stays; the notes say what does not.</summary>
    public static PictureChoice Make(LogIndex index, LogReportOptions options, List<string> notes, CancellationToken cancellation)
    {
        var all = TagIndex<PictureSeries>.First(index.Pictures, options.SeriesPerKind).SelectMany(t => t.Series).ToDictionary(s => s.Value, s => s.Value.Frames());
        var limit = options.PicturesPerSeries;
        Dictionary<PictureSeries, List<PictureFrame>> chosen;
        do chosen = all.ToDictionary(s => s.Key, s => Thinning.Even(s.Value, limit));
        while (chosen.Values.Sum(f => f.Sum(p => p.Bytes)) > options.PictureBytes && limit > 1 && (limit /= 2) > 0);
        if (limit < options.PicturesPerSeries)
            notes.Add($"Pictures are thinned out to {limit} {(limit == 1 ? "step" : "steps")} a series, so that the page holds at most {options.PictureBytes:N0} bytes of them.");
        var store = new PictureStore();
        var places = store.Load(Fitting(chosen.Values.SelectMany(f => f), options.PictureBytes), index, cancellation);
        if (chosen.Values.Sum(f => f.Count) > places.Count) notes.Add($"Some pictures are left out: together they have more than {options.PictureBytes:N0} bytes.");
        if (places.Values.Any(p => p.Contains(-1))) notes.Add("Pictures that are neither PNG nor JPEG nor GIF, or have more than 67 million pixels, are left out.");
        return new(chosen, places, store);
    }

    /// <summary>The frames of a series that are shown, each with its pictures' places in <see cref="Pictures"/>; -1 for one that no browser shows.</summary>
    public IEnumerable<(PictureFrame Frame, int[] Places)> Of(PictureSeries series)
    {
        foreach (var frame in _chosen[series])
            if (_places.TryGetValue(frame, out var places)) yield return (frame, places);
    }

    /// <summary>The first frames that fit; all of them unless single pictures are huge.</summary>
    private static List<PictureFrame> Fitting(IEnumerable<PictureFrame> frames, long bytes)
    {
        var fitting = new List<PictureFrame>();
        foreach (var frame in frames)
            if (frame.Bytes <= bytes)
            {
                fitting.Add(frame);
                bytes -= frame.Bytes;
            }
        return fitting;
    }
}
