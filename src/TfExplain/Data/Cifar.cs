using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>
/// CIFAR-10 and CIFAR-100 (Krizhevsky, 2009) in both forms in which they are published, binary and Python's: a <c>.tar.gz</c>, or a folder with the
/// files of one. Inputs are [32, 32, 3], red first; they stay bytes in memory and are scaled when they are read.
/// </summary>
public static class Cifar
{
    /// <summary>The classes of CIFAR-10.</summary>
    public static IReadOnlyList<string> Classes10 { get; } = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>CIFAR-10: 50000 samples to train and 10000 to test, of ten classes.</summary>
    /// <param name="path">The archive, or the folder of its files.</param>
    /// <param name="scale">What a pixel 0..255 is multiplied by.</param>
    /// <exception cref="DatasetException">A file is damaged, missing, or of another format.</exception>
    public static (Dataset Train, Dataset Test) Load10(string path, double scale = 1.0 / 255)
    {
        var files = CifarFiles.Read(path);
        string[] parts = ["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5"];
        return (Samples(path, files, parts, "labels", Classes10, scale), Samples(path, files, ["test_batch"], "labels", Classes10, scale));
    }

    /// <summary>CIFAR-100: 50000 samples to train and 10000 to test, of a hundred classes, or with <paramref name="coarse"/> of twenty groups of them.</summary>
    /// <param name="path">The archive, or the folder of its files.</param>
    /// <param name="coarse">Whether targets are the groups.</param>
    /// <param name="scale">What a pixel 0..255 is multiplied by.</param>
    /// <exception cref="DatasetException">A file is damaged, missing, or of another format.</exception>
    public static (Dataset Train, Dataset Test) Load100(string path, bool coarse = false, double scale = 1.0 / 255)
    {
        var files = CifarFiles.Read(path);
        var names = files.ClassNames(coarse);
        var labels = coarse ? "coarse_labels" : "fine_labels";
        return (Samples(path, files, ["train"], labels, names, scale), Samples(path, files, ["test"], labels, names, scale));
    }

    private static PixelDataset Samples(string path, CifarFiles files, string[] parts, string labels, IReadOnlyList<string> names, double scale)
    {
        var batches = Array.ConvertAll(parts, part => files.Batch(part, labels));
        var count = batches.Sum(batch => batch.Labels.Length);
        if ((long)count * CifarBatch.PictureBytes > Array.MaxLength) throw new DatasetException($"{path}: expected at most {Array.MaxLength / CifarBatch.PictureBytes} pictures; found {count}.");
        var pixels = new byte[count * CifarBatch.PictureBytes];
        var targets = new float[count];
        var at = 0;
        foreach (var batch in batches)
            for (var i = 0; i < batch.Labels.Length; i++, at++)
            {
                if ((uint)batch.Labels[i] >= (uint)names.Count) throw new DatasetException($"{batch.Name}: expected classes 0 to {names.Count - 1}; found {batch.Labels[i]} at sample {i}.");
                targets[at] = batch.Labels[i];
                batch.CopyPicture(i, pixels.AsSpan(at * CifarBatch.PictureBytes, CifarBatch.PictureBytes));
            }
        return new(pixels, [CifarBatch.Side, CifarBatch.Side, 3], targets, [], scale, names);
    }
}
