using TfExplain.Data;
using TfExplain.Engine;
using TfExplain.Training;

namespace TfExplain.Cli;

/// <summary>What DATA names.</summary>
/// <param name="Train">The samples to train with.</param>
/// <param name="Test">The data's own part to validate with, or null.</param>
/// <param name="ClassNames">The classes.</param>
internal sealed record TrainingData(TrainingPart Train, TrainingPart? Test, IReadOnlyList<string> ClassNames)
{
    private const double DefaultSplit = 0.2;

    private static readonly string[] s_testFolders = ["test", "validation", "val"];

    /// <summary>Whether samples are pictures, which can be brought to any size.</summary>
    public bool HasPictures => Train.Picture is not null;

    /// <summary>One sample's shape; of pictures in folders it says nothing.</summary>
    public Shape Shape => Train.Samples.InputShape.Rank == 2 ? [.. Train.Samples.InputShape, 1] : Train.Samples.InputShape;

    public bool IsFolder { get; private init; }

    public static async Task<TrainingData> LoadAsync(TrainSettings settings, Terminal terminal, CancellationToken cancellation)
    {
        var path = settings.Data;
        if (path.Length == 0) throw new UsageError("DATA names no dataset.");
        if (Directory.Exists(path)) return Folder(path);
        if (File.Exists(path)) return Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase) ? Arrays(path) : throw new UsageError($"'{path}' is neither a folder nor an .npz file; pack arrays x and y with numpy.savez.");
        using var progress = new DownloadLine(terminal);
        var (train, test) = await NamedData.LoadAsync(path, settings.DataFolder, progress, cancellation);
        return Of(TrainingPart.OfArrays(train, path), TrainingPart.OfArrays(test, path), train.ClassNames);
    }

    /// <summary>The samples to train and to validate with, in an order of the seed, as the network takes them.</summary>
    public (Dataset Train, Dataset Validation) Prepare(TrainSettings settings, Preprocessing? preprocessing, Shape shape)
    {
        var train = Train.Prepare(preprocessing, shape).Shuffle(settings.Seed);
        if (Test is not null && settings.ValidationSplit is null) return (Some(train), Some(Test.Prepare(preprocessing, shape).Shuffle(settings.Seed)));
        if (train.Count < 2) throw new DatasetException($"{settings.Data}: expected at least 2 samples, one to train and one to validate with; found {train.Count}.");
        var split = settings.ValidationSplit ?? DefaultSplit;
        var count = Math.Clamp((int)Math.Round(train.Count * split), 1, train.Count - 1);
        return (Some(train.Take(train.Count - count)), Some(train.Skip(train.Count - count)));

        Dataset Some(Dataset samples) => settings.Take is { } few ? samples.Take(few) : samples;
    }

    private static TrainingData Folder(string path)
    {
        var train = Path.Combine(path, "train");
        var test = s_testFolders.Select(name => Path.Combine(path, name)).FirstOrDefault(Directory.Exists);
        // A folder of pictures of tests and trains has pictures in these; one of a set has folders.
        var isSplit = test is not null && Directory.Exists(train) && Directory.EnumerateDirectories(train).Any() && Directory.EnumerateDirectories(test).Any();
        var root = isSplit ? train : path;
        var samples = ImageFolder.Open(root);
        var names = samples.ClassNames!;
        if (isSplit && Directory.EnumerateDirectories(test!).Select(f => Path.GetFileName(f)).FirstOrDefault(n => !n.StartsWith('.') && !names.Contains(n)) is { } unknown)
            throw new DatasetException($"{test}: the class '{unknown}' has no folder in {root}.{Suggestion.For(unknown, names)}");
        return new(TrainingPart.OfFolder(samples, root), isSplit ? TrainingPart.OfFolder(ImageFolder.Open(test!, new() { ClassNames = names }), test!) : null, names) { IsFolder = true };
    }

    private static TrainingData Arrays(string path)
    {
        var hasTest = false;
        try
        {
            using var file = Imaging.Arrays.NpzArchive.Open(path);
            hasTest = file.Contains("x_train");
        }
        catch (Imaging.Arrays.NpyFormatException e)
        {
            throw new DatasetException(e.Message, e);
        }
        if (!hasTest) return Of(TrainingPart.OfArrays(NpzFile.Load(path), path), null, null);
        var (train, test) = NpzFile.LoadTrainTest(path);
        return Of(TrainingPart.OfArrays(train, path), TrainingPart.OfArrays(test, path), null);
    }

    private static TrainingData Of(TrainingPart train, TrainingPart? test, IReadOnlyList<string>? names)
    {
        if (train.Labels.Length == 0) throw new DatasetException("The dataset holds no samples to train with.");
        if (test is { Labels.Length: 0 }) test = null;
        var vector = train.Samples.TargetShape.Count;
        var classes = names?.Count ?? Math.Max(vector > 1 ? (int)vector : 0, Math.Max(train.Labels.Max(), test?.Labels.Max() ?? 0) + 1);
        if (classes < 2) throw new DatasetException("Every sample is of class 0; a network learns to tell two classes or more apart.");
        return new(train, test, names ?? [.. Enumerable.Range(0, classes).Select(c => c.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
    }
}
