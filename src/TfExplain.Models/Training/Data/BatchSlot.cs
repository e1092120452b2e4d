namespace TfExplain.Training;

/// <summary>The memory of one batch of a <see cref="BatchLoader"/>.</summary>
internal sealed class BatchSlot(int batchSize, int inputSize, int targetSize, bool weighted)
{
    private readonly float[] _inputs = new float[batchSize * inputSize];
    private readonly float[] _targets = new float[batchSize * targetSize];
    private readonly float[] _weights = new float[weighted ? batchSize : 0];

    /// <summary>Samples that are not yet read.</summary>
    public int Missing { get; set; }

    /// <summary>The error of the batch's first sample that cannot be read, and the sample's place in the batch.</summary>
    public (int Place, Exception Error)? Failure { get; private set; }

    public void Fill(Dataset dataset, int index, int place)
    {
        dataset.Read(index, _inputs.AsSpan(place * inputSize, inputSize), _targets.AsSpan(place * targetSize, targetSize));
        if (weighted) _weights[place] = dataset.Weight(index);
    }

    public void Start(int count) => (Missing, Failure) = (count, null);

    // Of several errors the first one in the epoch's order is reported, whichever thread was faster.
    public void Fail(int place, Exception error)
    {
        if (Failure is not { } known || place < known.Place) Failure = (place, error);
    }

    public Batch Read(int first, int count) =>
        new(first, count, _inputs.AsSpan(0, count * inputSize), _targets.AsSpan(0, count * targetSize), weighted ? _weights.AsSpan(0, count) : []);
}
