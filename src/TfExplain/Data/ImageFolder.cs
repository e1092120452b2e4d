using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>
/// Pictures in folders, one folder a class, as Keras's <c>image_dataset_from_directory</c> reads them. Names that begin with a dot are passed over, and
/// so are files that neither are nor claim to be pictures. A picture is known by its content; a file that only its name calls a picture is an error.
/// </summary>
public static class ImageFolder
{
    /// <summary>
    /// The pictures of all classes, sorted by class, folder and name, decoded whenever they are read: <see cref="Dataset.Cache"/> keeps them. Inputs are
    /// [Height, Width, 3 or 1].
    /// </summary>
    /// <param name="path">The folder with a sub-folder for each class; pictures may lie in folders below that.</param>
    /// <param name="options">Size, colours, form of the targets.</param>
    /// <exception cref="DatasetException">There is no class or no picture, or files are no pictures that can be read; all are listed.</exception>
    public static Dataset Open(string path, ImageFolderOptions? options = null)
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Width, 1);
        var classes = options.ClassNames ?? ImageFolderFiles.Classes(path);
        if (options.LabelMode == LabelMode.Binary && classes.Count != 2) throw new DatasetException($"{path}: expected two classes for binary labels; found {classes.Count}: {string.Join(", ", classes.Take(10))}.");
        var (files, labels) = ImageFolderFiles.Find(path, classes);
        var samples = new ImageFolderDataset(path, files, labels, classes, options);
        return options.LabelMode == LabelMode.Categorical ? samples.OneHot(classes.Count) : samples;
    }

    /// <summary>
    /// The pictures cut in two for training and validation: shuffled by the seed, so that both parts have all classes, of which the last
    /// <paramref name="validationSplit"/> is for validation.
    /// </summary>
    /// <param name="path">The folder with a sub-folder for each class.</param>
    /// <param name="validationSplit">The share for validation, in (0, 1).</param>
    /// <param name="seed">The seed of the order.</param>
    /// <param name="options">Size, colours, form of the targets.</param>
    /// <exception cref="DatasetException">There is no class or no picture, or files are no pictures that can be read; all are listed.</exception>
    public static (Dataset Train, Dataset Validation) OpenSplit(string path, double validationSplit, int seed, ImageFolderOptions? options = null) =>
        Open(path, options).Shuffle(seed).Split(validationSplit);
}
