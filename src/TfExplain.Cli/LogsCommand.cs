using System.ComponentModel;
using System.Diagnostics;
using TfExplain.Reports;

namespace TfExplain.Cli;

/// <summary><c>logs</c>: one offline page of training logs.</summary>
internal sealed class LogsCommand(string path, string? page, bool open, bool json, Terminal terminal, CancellationToken cancellation)
{
    private const string DefaultFolder = "tf-explain-out";

    public int Run()
    {
        if (path.Length == 0) throw new UsageError("DIR names no folder.");
        if (page is "") throw new UsageError("--out names no file.");
        var report = LogReport.Create(path, cancellation: cancellation);
        var file = page ?? Path.Combine(DefaultFolder, DefaultName());
        if (Path.GetFileName(file).Length == 0) throw new UsageError($"--out names the folder '{file}'; give a file, such as {Path.Combine(file, DefaultName())}.");
        Save(file, report.Html.Span);
        if (json) terminal.Out.WriteLine(JsonText.Of(writer => Write(writer, report, file)));
        else Print(report, file);
        return open ? Show(file) : 0;
    }

    private string DefaultName()
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        return new FileNames().Take(name.Length > 0 ? name : "log") + ".html";
    }

    private static void Save(string file, ReadOnlySpan<byte> content)
    {
        var directory = Path.GetDirectoryName(file) is { Length: > 0 } named ? named : ".";
        using var folder = OutputFolder.Prepare(directory);
        using var files = new OutputFiles(directory);
        files.Write(Path.GetFileName(file), content);
        files.Commit();
    }

    private void Print(LogReport report, string file)
    {
        var writer = terminal.Out;
        var parts = new[] { Count(report.CurveCount, "curve"), Count(report.PictureSeriesCount, "series of pictures"), Count(report.HistogramCount, "histogram"), Count(report.TextCount, "text") };
        writer.WriteLine($"{path}: {Count(report.RunNames.Count, "run")}{string.Concat(parts.Where(p => p is not null).Select(p => $", {p}"))}");
        writer.WriteLine($"  page {file} ({report.Html.Length:N0} bytes)");
        foreach (var problem in report.Problems) writer.WriteLine($"  ! {problem}");

        static string? Count(int count, string what) => count == 0 ? null : $"{count} {what}{(count == 1 || what.StartsWith("series", StringComparison.Ordinal) ? "" : "s")}";
    }

    private void Write(System.Text.Json.Utf8JsonWriter writer, LogReport report, string file)
    {
        writer.WriteStartObject();
        writer.WriteString("log", path);
        writer.WriteString("page", file);
        writer.WriteNumber("bytes", report.Html.Length);
        writer.WriteStartArray("runs");
        foreach (var run in report.RunNames) writer.WriteStringValue(run);
        writer.WriteEndArray();
        writer.WriteNumber("curves", report.CurveCount);
        writer.WriteNumber("pictures", report.PictureSeriesCount);
        writer.WriteNumber("histograms", report.HistogramCount);
        writer.WriteNumber("texts", report.TextCount);
        writer.WriteStartArray("problems");
        foreach (var problem in report.Problems)
        {
            writer.WriteStartObject();
            writer.WriteString("file", problem.File);
            writer.WriteNumber("offset", problem.Offset);
            writer.WriteString("message", problem.Message);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private int Show(string file)
    {
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(Path.GetFullPath(file)) { UseShellExecute = true });
            return 0;
        }
        catch (Exception e) when (e is Win32Exception or PlatformNotSupportedException or InvalidOperationException)
        {
            terminal.Error.WriteLine($"tf-explain: no browser can be started ({Failure.Line(e)}); the page is '{file}'.");
            return Failure.Failed;
        }
    }
}
