using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>A dataset made of another one, sample by sample; what is not overridden is the other's.</summary>
internal abstract class DerivedDataset(Dataset source) : Dataset
{
    protected Dataset Source { get; } = source;

    public override int Count => Source.Count;

    public override Shape InputShape => Source.InputShape;

    public override Shape TargetShape => Source.TargetShape;

    public override IReadOnlyList<string>? ClassNames => Source.ClassNames;

    public override bool HasWeights => Source.HasWeights;

    public override bool IsFast => Source.IsFast;

    public override InputRange? InputRange => Source.InputRange;

    public override float Weight(int index) => Source.Weight(index);

    public override string Name(int index) => Source.Name(index);
}
