using TfExplain.TensorBoard;

namespace TfExplain.Reports;

/// <summary>
/// One HTML page of a log folder with one or more runs: curves, pictures over the steps with the runs side by side, histograms, texts, and what could not be read.
/// The page holds everything it shows and loads nothing. The same log gives the same bytes. However large the log, a page stays below about 120 megabytes, and far below in practice.
/// </summary>
public sealed class LogReport
{
    private readonly byte[] _html;

    private LogReport(byte[] html, LogIndex index)
    {
        _html = html;
        RunNames = [.. index.Runs];
        Problems = index.Problems;
        (CurveCount, PictureSeriesCount, HistogramCount, TextCount) = (Count(index.Curves), Count(index.Pictures), Count(index.Histograms), Count(index.Texts));
    }

    /// <summary>The runs: the folders that hold event files, relative to the folder that was read.</summary>
    public IReadOnlyList<string> RunNames { get; }

    /// <summary>Curves over all runs.</summary>
    public int CurveCount { get; }

    /// <summary>Series of pictures over all runs.</summary>
    public int PictureSeriesCount { get; }

    /// <summary>Series of histograms over all runs.</summary>
    public int HistogramCount { get; }

    /// <summary>Series of texts over all runs.</summary>
    public int TextCount { get; }

    /// <summary>Records that are damaged, unfinished or unreadable; the page lists them.</summary>
    public IReadOnlyList<EventProblem> Problems { get; }

    /// <summary>The page, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Html => _html;

    /// <summary>Makes the page of an event file, or of all below a folder.</summary>
    /// <exception cref="IOException">There is no such file or folder, or a file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The folder holds no event files.</exception>
    public static LogReport Create(string path, LogReportOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var folder = Path.GetFileName(File.Exists(full) ? Path.GetDirectoryName(full) : full);
        if (string.IsNullOrEmpty(folder)) folder = "log";
        var index = LogIndex.Read(path, folder, cancellation);
        if (index.Files.Count == 0)
            throw new InvalidDataException($"There are no event files in '{path}' or its folders: looked for names that hold 'tfevents'. Give the folder that training logs to.");
        var data = ReportData.Write(index, options, options.Title ?? folder, cancellation);
        return new(ReportPage.Compose(options.Title ?? folder, data), index);
    }

    private static int Count<T>(IReadOnlyDictionary<string, TagIndex<T>> tags) where T : Series, new() => tags.Values.Sum(t => t.Series.Count);
}
