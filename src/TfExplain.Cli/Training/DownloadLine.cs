using TfExplain.Data;

namespace TfExplain.Cli;

/// <summary>Shows how far downloads are, where somebody watches.</summary>
internal sealed class DownloadLine(Terminal terminal) : IProgress<DownloadProgress>, IDisposable
{
    private string? _file;
    private ProgressBar? _bar;

    public void Report(DownloadProgress value)
    {
        if (_file != value.File)
        {
            _bar?.Dispose();
            (_file, _bar) = (value.File, new(terminal, 1));
            _bar.Next(value.File);
        }
        if (value.Total is { } total and > 0) _bar!.Report(value.Received / (double)total);
    }

    public void Dispose() => _bar?.Dispose();
}
