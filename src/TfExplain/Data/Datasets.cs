using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>
/// The usual sets by name, scaled into [0, 1]. Their files are looked for in <c>~/.tf-explain/datasets/(name)</c>, or below the folder that the environment
/// variable <c>TFEXPLAIN_DATASETS</c> names, and downloaded from their publishers if they are not there; downloads are checked against published digests.
/// </summary>
public static class Datasets
{
    /// <summary>MNIST (LeCun et al., 1998): handwritten digits [28, 28, 1], 60000 to train and 10000 to test.</summary>
    /// <param name="folder">Where the four files are or shall be, or null for the usual folder.</param>
    /// <param name="progress">Told how far downloads are.</param>
    /// <param name="cancellation">Ends a download.</param>
    /// <exception cref="DatasetException">The files are neither here nor to be had, or damaged; the message says what to put where.</exception>
    public static Task<(Dataset Train, Dataset Test)> MnistAsync(string? folder = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default) =>
        IdxSetAsync(NamedSet.Mnist, folder, progress, cancellation);

    /// <summary>Fashion-MNIST (Xiao et al., 2017): pieces of clothing [28, 28, 1], 60000 to train and 10000 to test.</summary>
    /// <inheritdoc cref="MnistAsync"/>
    public static Task<(Dataset Train, Dataset Test)> FashionMnistAsync(string? folder = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default) =>
        IdxSetAsync(NamedSet.FashionMnist, folder, progress, cancellation);

    /// <summary>CIFAR-10 (Krizhevsky, 2009): small photographs [32, 32, 3] of ten classes, 50000 to train and 10000 to test. Either published archive will do.</summary>
    /// <inheritdoc cref="MnistAsync"/>
    public static async Task<(Dataset Train, Dataset Test)> Cifar10Async(string? folder = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default) =>
        Cifar.Load10(await CifarAsync(NamedSet.Cifar10, "cifar-10-python.tar.gz", ["cifar-10-batches-bin", "cifar-10-batches-py"], folder, progress, cancellation).ConfigureAwait(false));

    /// <summary>CIFAR-100 (Krizhevsky, 2009): small photographs [32, 32, 3] of a hundred classes, 50000 to train and 10000 to test. Either published archive will do.</summary>
    /// <param name="coarse">Whether targets are the twenty groups of classes.</param>
    /// <param name="folder">Where the archive is or shall be, or null for the usual folder.</param>
    /// <param name="progress">Told how far downloads are.</param>
    /// <param name="cancellation">Ends a download.</param>
    /// <exception cref="DatasetException">The archive is neither here nor to be had, or damaged; the message says what to put where.</exception>
    public static async Task<(Dataset Train, Dataset Test)> Cifar100Async(bool coarse = false, string? folder = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default) =>
        Cifar.Load100(await CifarAsync(NamedSet.Cifar100, "cifar-100-python.tar.gz", ["cifar-100-binary", "cifar-100-python"], folder, progress, cancellation).ConfigureAwait(false), coarse);

    private static async Task<(Dataset Train, Dataset Test)> IdxSetAsync(NamedSet set, string? folder, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var paths = await set.ObtainAsync(new(), folder, progress, cancellation).ConfigureAwait(false);
        return (Idx.Load(paths[0], paths[1], classNames: set.ClassNames), Idx.Load(paths[2], paths[3], classNames: set.ClassNames));
    }

    // The binary archive, or what else somebody may have: Python's, or an unpacked one.
    private static async Task<string> CifarAsync(NamedSet set, string python, string[] unpacked, string? folder, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var place = set.Folder(folder);
        if (!File.Exists(Path.Combine(place, set.Files[0].Name)))
            foreach (var other in (string[])[python, .. unpacked])
                if (Path.Combine(place, other) is var path && (File.Exists(path) || Directory.Exists(path))) return path;
        return (await set.ObtainAsync(new(), folder, progress, cancellation).ConfigureAwait(false))[0];
    }
}
