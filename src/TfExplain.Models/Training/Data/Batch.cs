namespace TfExplain.Training;

/// <summary>Consecutive samples of an epoch. The memory is the loader's: valid until its next batch.</summary>
public readonly ref struct Batch
{
    internal Batch(int first, int count, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
    {
        First = first;
        Count = count;
        Inputs = inputs;
        Targets = targets;
        Weights = weights;
    }

    /// <summary>The first sample's place in the epoch's order.</summary>
    public int First { get; }

    /// <summary>The number of samples; the last batch of an epoch may have fewer than the others.</summary>
    public int Count { get; }

    /// <summary>The inputs [Count, ...InputShape].</summary>
    public ReadOnlySpan<float> Inputs { get; }

    /// <summary>The targets [Count, ...TargetShape].</summary>
    public ReadOnlySpan<float> Targets { get; }

    /// <summary>The weights [Count]; empty if the dataset has none, when each sample weighs 1.</summary>
    public ReadOnlySpan<float> Weights { get; }
}
