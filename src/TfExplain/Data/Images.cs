using TfExplain.Engine;
using TfExplain.Imaging.Preprocessing;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>Samples as inputs to explain: the numbers as the network takes them, with the pictures that they came from.</summary>
public static class Images
{
    /// <summary>All samples of a dataset, e.g. of <c>dataset.Take(8)</c>; the pictures are there if the dataset knows its <see cref="Dataset.InputRange"/>.</summary>
    /// <exception cref="ArgumentException">There are no samples, or inputs are not [H, W, C].</exception>
    /// <exception cref="DatasetException">A sample cannot be read.</exception>
    public static ImageBatch Of(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Of(dataset, [.. Enumerable.Range(0, dataset.Count)]);
    }

    /// <summary>Some samples of a dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="indices">The samples.</param>
    /// <param name="preprocessing">How pictures became the inputs, or null for what <see cref="Dataset.InputRange"/> says.</param>
    /// <exception cref="ArgumentException">There are no samples, or inputs are not [H, W, C].</exception>
    /// <exception cref="DatasetException">A sample cannot be read.</exception>
    public static ImageBatch Of(Dataset dataset, ReadOnlySpan<int> indices, Preprocessing? preprocessing = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var shape = dataset.InputShape;
        if (shape.Rank != 3) throw new ArgumentException($"Expected samples that are pictures [H,W,C]; found {shape}.", nameof(dataset));
        preprocessing ??= Preprocessing(dataset.InputRange);
        var images = new ModelImage[indices.Length];
        var target = new float[dataset.TargetShape.Count];
        for (var i = 0; i < images.Length; i++)
        {
            var values = new float[shape.Count];
            dataset.Read(indices[i], values, target);
            images[i] = new(dataset.Name(indices[i]), shape, values) { Preprocessing = preprocessing, Picture = InputPicture.Of(shape, values, preprocessing) };
        }
        return new(images);
    }

    /// <summary>The first <paramref name="count"/> samples, or all if there are fewer.</summary>
    /// <inheritdoc cref="Of(Dataset)"/>
    public static ImageBatch ToBatch(this Dataset dataset, int count)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Of(dataset.Take(count));
    }

    /// <summary>The class of each sample: the target itself, or the place of the largest number of a one-hot target.</summary>
    /// <exception cref="DatasetException">A sample cannot be read.</exception>
    public static int[] Classes(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var classes = new int[dataset.Count];
        float[] input = new float[dataset.InputShape.Count], target = new float[dataset.TargetShape.Count];
        for (var i = 0; i < classes.Length; i++)
        {
            dataset.Read(i, input, target);
            classes[i] = target.Length == 1 ? (int)target[0] : Array.IndexOf(target, target.Max());
        }
        return classes;
    }

    /// <summary>The preprocessing that takes black and white to these numbers; null if that is not known.</summary>
    private static Preprocessing? Preprocessing(InputRange? range)
    {
        if (range is not { } known || known.White == known.Black) return null;
        if (known == new InputRange(0, 1)) return TfExplain.Preprocessing.Unit;
        if (known == new InputRange(0, 255)) return TfExplain.Preprocessing.None;
        if (known == new InputRange(-1, 1)) return TfExplain.Preprocessing.TensorFlow;
        // (x / 255 - mean) / deviation is black at 0 and white at 255.
        float width = known.White - known.Black, mean = -known.Black / width, deviation = 1 / width;
        return new() { Name = "custom", Normalization = new PixelNormalization { Divisor = 255, Mean = [mean, mean, mean], Deviation = [deviation, deviation, deviation] } };
    }
}
