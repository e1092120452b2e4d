using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>A published dataset: its files, where they are, and what they hash to.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Addresses">Where the files are published, in the order in which they are tried; each ends with a slash.</param>
/// <param name="Files">The files.</param>
/// <param name="ClassNames">The classes.</param>
internal sealed record NamedSet(string Name, string[] Addresses, NamedSetFile[] Files, IReadOnlyList<string>? ClassNames)
{
    /// <summary>The environment variable with the folder of all sets.</summary>
    public const string Variable = "TFEXPLAIN_DATASETS";

    public static NamedSet Mnist { get; } = new(
        "mnist",
        ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"],
        [
            new("train-images-idx3-ubyte.gz", 9912422, Checksum.Md5("f68b3c2dcbeaaa9fbdd348bbdeb94873")),
            new("train-labels-idx1-ubyte.gz", 28881, Checksum.Md5("d53e105ee54ea40749a09fcbcd1e9432")),
            new("t10k-images-idx3-ubyte.gz", 1648877, Checksum.Md5("9fb629c4189551a2d022fa330f9573f3")),
            new("t10k-labels-idx1-ubyte.gz", 4542, Checksum.Md5("ec29112dd5afa0611ce80d1b7f02629c")),
        ],
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);

    public static NamedSet FashionMnist { get; } = new(
        "fashion-mnist",
        ["https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/", "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
        [
            new("train-images-idx3-ubyte.gz", 26421880, Checksum.Md5("8d4fb7e6c68d591d4c3dfef9ec88bf0d")),
            new("train-labels-idx1-ubyte.gz", 29515, Checksum.Md5("25c81989df183df01b3e8a0aad5dffbe")),
            new("t10k-images-idx3-ubyte.gz", 4422102, Checksum.Md5("bef4ecab320f06d8554ea6380940ec79")),
            new("t10k-labels-idx1-ubyte.gz", 5148, Checksum.Md5("bb300cfdad3c16e7a12a480ee83cd310")),
        ],
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]);

    public static NamedSet Cifar10 { get; } = new("cifar-10", [Toronto], [new("cifar-10-binary.tar.gz", null, Checksum.Md5("c32a1d4ab5d03f1284b67883e8d87530"))], Cifar.Classes10);

    public static NamedSet Cifar100 { get; } = new("cifar-100", [Toronto], [new("cifar-100-binary.tar.gz", null, Checksum.Md5("03b5dce01913d631647c71ecec9e9cb8"))], null);

    private const string Toronto = "https://www.cs.toronto.edu/~kriz/";

    /// <summary>The folder of the set.</summary>
    public string Folder(string? given) => Path.GetFullPath(given ?? Path.Combine(
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } all ? all : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".tf-explain", "datasets"),
        Name));

    /// <summary>
    /// The paths of the files, of which those that are missing are downloaded. What is there is used as it is, packed or not: a set of somebody's own in the
    /// same form will do.
    /// </summary>
    public async Task<string[]> ObtainAsync(Downloader downloader, string? given, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var folder = Folder(given);
        var paths = new string[Files.Length];
        for (var i = 0; i < paths.Length; i++)
        {
            paths[i] = Path.Combine(folder, Files[i].Name);
            var unpacked = Path.Combine(folder, Path.GetFileNameWithoutExtension(Files[i].Name));
            if (File.Exists(paths[i])) continue;
            if (File.Exists(unpacked))
                paths[i] = unpacked;
            else
                await DownloadAsync(downloader, Files[i], paths[i], progress, cancellation).ConfigureAwait(false);
        }
        return paths;
    }

    private async Task DownloadAsync(Downloader downloader, NamedSetFile file, string path, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        List<DatasetException> errors = [];
        foreach (var address in Addresses)
            try
            {
                await downloader.DownloadAsync(new(new(address + file.Name), file.Length, file.Checksum), path, progress, cancellation).ConfigureAwait(false);
                return;
            }
            catch (DatasetException e)
            {
                errors.Add(e);
            }
        throw new DatasetException(
            $"The dataset {Name} needs the file {path}, which is not there and cannot be downloaded. Get it from {string.Join(" or ", Addresses.Select(address => address + file.Name))} and put it there, or set {Variable} to the folder above the one that has it.\n{string.Join('\n', errors.Select(e => e.Message))}",
            errors[0]);
    }
}

/// <summary>A file of a published dataset.</summary>
/// <param name="Name">The name.</param>
/// <param name="Length">The length, if known.</param>
/// <param name="Checksum">What it hashes to.</param>
internal sealed record NamedSetFile(string Name, long? Length, Checksum Checksum);
