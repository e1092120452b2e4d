namespace TfExplain.Training;

/// <summary>Another dataset's samples, kept from their first reading on.</summary>
internal sealed class CachedDataset : DerivedDataset
{
    private readonly float[]?[] _samples;
    private int _kept;

    public CachedDataset(Dataset source, long maxBytes) : base(source)
    {
        var bytes = ((decimal)source.InputShape.Count + source.TargetShape.Count) * sizeof(float) * source.Count;
        if (bytes > maxBytes)
            throw new InvalidOperationException($"{source.Count} samples of {source.InputShape} and {source.TargetShape} take {bytes:0} bytes in memory, more than the limit of {maxBytes}; raise the limit, make the inputs smaller, or read from the source without a cache.");
        _samples = new float[source.Count][];
    }

    // As soon as everything is kept; a loader asks when it starts an epoch.
    public override bool IsFast => Source.IsFast || Volatile.Read(ref _kept) == _samples.Length;

    public override void Read(int index, Span<float> input, Span<float> target)
    {
        Check(index, input, target);
        if (Volatile.Read(ref _samples[index]) is { } kept)
        {
            kept.AsSpan(0, input.Length).CopyTo(input);
            kept.AsSpan(input.Length).CopyTo(target);
            return;
        }
        Source.Read(index, input, target);
        var sample = new float[input.Length + target.Length];
        input.CopyTo(sample);
        target.CopyTo(sample.AsSpan(input.Length));
        // Two threads may read one sample at the same time; they find the same numbers, and one of them is kept.
        if (Interlocked.CompareExchange(ref _samples[index], sample, null) is null) Interlocked.Increment(ref _kept);
    }
}
