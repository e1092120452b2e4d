using TfExplain.Engine;

namespace TfExplain.Training;

public abstract partial class Dataset
{
    /// <summary>The first samples; all of them if there are fewer.</summary>
    public Dataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Range(0, Math.Min(count, Count));
    }

    /// <summary>All samples but the first; none if there are fewer.</summary>
    public Dataset Skip(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Range(Math.Min(count, Count), Count);
    }

    /// <summary>
    /// Cut in two without shuffling, as Keras's <c>validation_split</c> does: the last <paramref name="fraction"/> is for validation, the first
    /// floor(count (1 - fraction)) samples for training. Shuffle before if the samples are sorted by class.
    /// </summary>
    /// <exception cref="ArgumentException">The fraction is not in (0, 1), or one part would be empty.</exception>
    public (Dataset First, Dataset Last) Split(double fraction)
    {
        if (fraction is not (> 0 and < 1)) throw new ArgumentException($"Expected a fraction between 0 and 1; found {fraction}.", nameof(fraction));
        var at = (int)Math.Floor(Count * (1 - fraction));
        if (at == 0 || at == Count) throw new ArgumentException($"A part would be empty: {Count} samples cannot be split by {fraction}.", nameof(fraction));
        return (Range(0, at), Range(at, Count));
    }

    /// <summary>The samples in a random order that depends on the seed and the count alone.</summary>
    public Dataset Shuffle(int seed) => Select(CounterRandom.Of(seed).Permutation(Count));

    /// <summary>Some samples, in the given order; one may be named several times.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not of the dataset.</exception>
    public Dataset Select(params ReadOnlySpan<int> indices)
    {
        foreach (var index in indices) CheckIndex(index);
        return Selected(indices.ToArray());
    }

    /// <summary>Another input for each sample, of another shape if one is given; <paramref name="range"/> says what black and white became, if that can be said.</summary>
    /// <param name="transform">Fills the new input from the old one.</param>
    /// <param name="shape">The new shape, or null for the old one.</param>
    /// <param name="range">The pixel range of the new inputs.</param>
    public Dataset Map(SampleTransform transform, Shape? shape = null, InputRange? range = null)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return new MappedDataset(this, transform, shape ?? InputShape, range);
    }

    /// <summary>Inputs x as factor x + offset.</summary>
    public Dataset Scale(float factor, float offset = 0) => Map(
        (input, output) =>
        {
            for (var i = 0; i < output.Length; i++) output[i] = input[i] * factor + offset;
        },
        InputShape,
        InputRange?.Scale(factor, offset));

    /// <summary>Classes as vectors: target i of [] or [1] becomes [<paramref name="classes"/>] with 1 at i and 0 elsewhere.</summary>
    /// <exception cref="ArgumentException">The targets are no class indices.</exception>
    public Dataset OneHot(int classes) => new OneHotDataset(this, classes);

    /// <summary>The same samples with names for their classes.</summary>
    public Dataset WithClassNames(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new NamedClassesDataset(this, names);
    }

    /// <summary>The samples of this dataset and then those of another one with the same shapes and classes.</summary>
    /// <exception cref="ArgumentException">The shapes or the classes differ.</exception>
    public Dataset Concat(Dataset other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ConcatenatedDataset(this, other);
    }

    /// <summary>Keeps each sample in memory from its first reading on, all of them together within a limit.</summary>
    /// <exception cref="InvalidOperationException">The samples take more than <paramref name="maxBytes"/>.</exception>
    public Dataset Cache(long maxBytes = 2L << 30) => new CachedDataset(this, maxBytes);

    private protected virtual Dataset Selected(int[] indices) => new SelectedDataset(this, indices);

    private Dataset Range(int start, int end) => Selected([.. Enumerable.Range(start, end - start)]);
}
