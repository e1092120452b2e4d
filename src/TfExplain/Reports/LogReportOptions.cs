namespace TfExplain.Reports;

/// <summary>How much of a log a page shows. What is left out is said in the page.</summary>
public sealed record LogReportOptions
{
    /// <summary>What the page is called; the folder's name unless given.</summary>
    public string? Title { get; init; }

    /// <summary>Points of a curve: beyond them the first, the last, and the extremes of equal stretches stay.</summary>
    public int PointsPerCurve { get; init; } = 1000;

    /// <summary>Steps of a series of pictures: beyond them the first, the last and evenly spaced ones stay.</summary>
    public int PicturesPerSeries { get; init; } = 60;

    /// <summary>Bytes of all encoded pictures together: beyond them every series is thinned out further.</summary>
    public long PictureBytes { get; init; } = 32 << 20;

    /// <summary>Steps of a series of histograms: beyond them the first, the last and evenly spaced ones stay.</summary>
    public int HistogramsPerSeries { get; init; } = 30;

    /// <summary>Texts of a series: beyond them the last ones stay.</summary>
    public int TextsPerSeries { get; init; } = 20;

    /// <summary>Characters of all texts together: beyond them texts are left out.</summary>
    public int TextLength { get; init; } = 2_000_000;

    /// <summary>Series of each kind, counted over all runs: the first ones by tag and run.</summary>
    public int SeriesPerKind { get; init; } = 500;
}
