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
