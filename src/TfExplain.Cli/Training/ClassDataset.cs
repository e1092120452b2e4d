using TfExplain.Engine;
using TfExplain.Training;

namespace TfExplain.Cli;

/// <summary>Samples as they are, with their classes as targets.</summary>
internal sealed class ClassDataset(Dataset samples, int[] labels) : Dataset
{
    private readonly int _targets = (int)samples.TargetShape.Count;

    public override int Count => samples.Count;

    // Pictures of one channel may come without an axis for it.
    public override Shape InputShape { get; } = samples.InputShape.Rank == 2 ? [.. samples.InputShape, 1] : samples.InputShape;

    public override Shape TargetShape => [];

    public override bool IsFast => samples.IsFast;

    public override InputRange? InputRange => samples.InputRange;

    public override string Name(int index) => samples.Name(index);

    public override void Read(int index, Span<float> input, Span<float> target)
    {
        Check(index, input, target);
        Span<float> unused = _targets <= 64 ? stackalloc float[_targets] : new float[_targets];
        samples.Read(index, input, unused);
        target[0] = labels[index];
    }
}
