using TfExplain.Data;
using TfExplain.Training;

namespace TfExplain.Cli;

/// <summary>The sets that DATA names.</summary>
internal static class NamedData
{
    public static IReadOnlyList<string> Names { get; } = ["mnist", "fashion-mnist", "cifar10", "cifar100"];

    public static Task<(Dataset Train, Dataset Test)> LoadAsync(string name, string? folder, IProgress<DownloadProgress> progress, CancellationToken cancellation) => name switch
    {
        "mnist" => Datasets.MnistAsync(folder, progress, cancellation),
        "fashion-mnist" => Datasets.FashionMnistAsync(folder, progress, cancellation),
        "cifar10" => Datasets.Cifar10Async(folder, progress, cancellation),
        "cifar100" => Datasets.Cifar100Async(false, folder, progress, cancellation),
        _ => throw new UsageError($"There is no file, folder or dataset '{name}'; sets with a name are {string.Join(", ", Names)}.{Suggestion.For(name, Names)}"),
    };
}

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
