namespace TfExplain.Training;

/// <summary>The samples of two datasets.</summary>
internal sealed class ConcatenatedDataset : DerivedDataset
{
    private readonly Dataset _second;

    public ConcatenatedDataset(Dataset first, Dataset second) : base(first)
    {
        if (first.InputShape != second.InputShape || first.TargetShape != second.TargetShape)
            throw new ArgumentException($"Expected inputs {first.InputShape} with targets {first.TargetShape} as in the first dataset; found {second.InputShape} with {second.TargetShape}.");
        if (first.ClassNames is { } a && second.ClassNames is { } b && !a.SequenceEqual(b))
            throw new ArgumentException($"The datasets have different classes: {string.Join(", ", a.Take(10))}; {string.Join(", ", b.Take(10))}.");
        _second = second;
        Count = checked(first.Count + second.Count);
    }

    public override int Count { get; }

    public override IReadOnlyList<string>? ClassNames => Source.ClassNames ?? _second.ClassNames;

    public override bool HasWeights => Source.HasWeights || _second.HasWeights;

    public override bool IsFast => Source.IsFast && _second.IsFast;

    public override InputRange? InputRange => Source.InputRange == _second.InputRange ? Source.InputRange : null;

    public override void Read(int index, Span<float> input, Span<float> target)
    {
        var (part, at) = Part(index);
        part.Read(at, input, target);
    }

    public override float Weight(int index)
    {
        var (part, at) = Part(index);
        return part.Weight(at);
    }

    public override string Name(int index)
    {
        var (part, at) = Part(index);
        return part.Name(at);
    }

    private (Dataset Part, int Index) Part(int index)
    {
        CheckIndex(index);
        return index < Source.Count ? (Source, index) : (_second, index - Source.Count);
    }
}
