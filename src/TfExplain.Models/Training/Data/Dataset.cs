using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>
/// Samples with their targets: finite, in any order, the same numbers at every reading, and safe to read from several threads. A sample is an input of
/// <see cref="InputShape"/>, a target of <see cref="TargetShape"/> and a weight.
/// </summary>
public abstract partial class Dataset
{
    /// <summary>The number of samples.</summary>
    public abstract int Count { get; }

    /// <summary>The shape of one input, e.g. [28, 28, 1].</summary>
    public abstract Shape InputShape { get; }

    /// <summary>The shape of one target: [] for the index of a class.</summary>
    public abstract Shape TargetShape { get; }

    /// <summary>The classes by index, if targets are classes with known names.</summary>
    public virtual IReadOnlyList<string>? ClassNames => null;

    /// <summary>Whether samples have weights of their own; else each weighs 1.</summary>
    public virtual bool HasWeights => false;

    /// <summary>Whether reading is little more than copying memory, so that no other thread is worth its while.</summary>
    public virtual bool IsFast => false;

    /// <summary>How pixels became inputs, if they did: with it inputs can be shown as pictures again.</summary>
    public virtual InputRange? InputRange => null;

    /// <summary>Reads a sample: fills <paramref name="input"/>, <c>InputShape.Count</c> numbers, and <paramref name="target"/>, <c>TargetShape.Count</c> of them (1 for a class).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    /// <exception cref="DatasetException">The sample cannot be read.</exception>
    public abstract void Read(int index, Span<float> input, Span<float> target);

    /// <summary>The weight of a sample in losses and metrics.</summary>
    public virtual float Weight(int index) => 1;

    /// <summary>What a sample is called in messages and captions: its file, or its number.</summary>
    public virtual string Name(int index) => $"sample {index}";

    /// <summary>Throws unless the sample exists and the spans have the lengths of the shapes.</summary>
    protected void Check(int index, ReadOnlySpan<float> input, ReadOnlySpan<float> target)
    {
        CheckIndex(index);
        if (input.Length != InputShape.Count) throw new ArgumentException($"Expected a span of {InputShape.Count} numbers for an input {InputShape}; found {input.Length}.", nameof(input));
        if (target.Length != TargetShape.Count) throw new ArgumentException($"Expected a span of {TargetShape.Count} numbers for a target {TargetShape}; found {target.Length}.", nameof(target));
    }

    /// <summary>Throws unless the sample exists.</summary>
    protected void CheckIndex(int index)
    {
        if ((uint)index >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(index), $"There is no sample {index}; the dataset has {Count}.");
    }
}
