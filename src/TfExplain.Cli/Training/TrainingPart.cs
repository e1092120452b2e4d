using TfExplain.Engine;
using TfExplain.Imaging;
using TfExplain.Training;

namespace TfExplain.Cli;

/// <summary>The samples to train, or to validate with, before the network says what it takes.</summary>
/// <param name="Samples">The samples as they are stored.</param>
/// <param name="Labels">The class of each.</param>
/// <param name="Picture">Reads a sample as a picture; null where samples are no pixels.</param>
internal sealed record TrainingPart(Dataset Samples, int[] Labels, Func<int, Image>? Picture)
{
    private const long CacheLimit = 1L << 30;
    private const int MostClasses = 65536;

    /// <summary>Pictures in folders, which are read when they are needed.</summary>
    public static TrainingPart OfFolder(Dataset samples, string root)
    {
        // A picture's class is the folder it lies in; to decode all pictures for it would take long.
        var classes = samples.ClassNames!.Select((name, index) => (name, index)).ToDictionary(c => c.name, c => c.index);
        var labels = Enumerable.Range(0, samples.Count).Select(i => classes[samples.Name(i).Split(Path.DirectorySeparatorChar)[0]]).ToArray();
        return new(samples, labels, i => Image.Load(Path.Combine(root, samples.Name(i)), ImageReadOptions.Default));
    }

    /// <summary>Samples in memory, whose targets are classes, or vectors with a single 1.</summary>
    /// <exception cref="DatasetException">A target is neither.</exception>
    public static TrainingPart OfArrays(Dataset samples, string path)
    {
        var labels = new int[samples.Count];
        float[] input = new float[samples.InputShape.Count], target = new float[samples.TargetShape.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            samples.Read(i, input, target);
            labels[i] = Label(target) ?? throw new DatasetException($"{path}: expected classes, whole numbers from 0 to at most {MostClasses - 1}, or vectors with a single 1; the target of {samples.Name(i)} is {string.Join(", ", target.Take(8))}.");
        }
        return new(samples, labels, samples.InputRange is { White: > 0, Black: 0 } range && samples.InputShape is { Rank: 3 } shape && shape[2] is 1 or 3 ? i => Pixels(samples, i, range.White) : null);
    }

    /// <summary>The samples as the network takes them, each with its class.</summary>
    public Dataset Prepare(Preprocessing? preprocessing, Shape shape)
    {
        if (Picture is null || (Samples.InputShape == shape && preprocessing == Preprocessing.Unit && Samples.InputRange == new InputRange(0, 1)))
            return new ClassDataset(Samples, Labels);
        var pictures = new PictureDataset(this, preprocessing!, shape);
        return (long)pictures.Count * shape.Count * sizeof(float) <= CacheLimit ? pictures.Cache() : pictures;
    }

    private static int? Label(float[] target)
    {
        if (target.Length == 1) return target[0] >= 0 && target[0] < MostClasses && target[0] == MathF.Truncate(target[0]) ? (int)target[0] : null;
        var place = Array.IndexOf(target, 1f);
        return place >= 0 && target.Where((value, i) => i != place).All(value => value == 0) ? place : null;
    }

    private static Image Pixels(Dataset samples, int index, float white)
    {
        var shape = samples.InputShape;
        var values = new float[shape.Count];
        samples.Read(index, values, new float[samples.TargetShape.Count]);
        return new(shape[1], shape[0], shape[2], Array.ConvertAll(values, v => (byte)MathF.Round(Math.Clamp(v / white * 255, 0, 255))));
    }
}
