using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>Another dataset's samples with their class indices as vectors.</summary>
internal sealed class OneHotDataset : DerivedDataset
{
    private readonly int _classes;

    public OneHotDataset(Dataset source, int classes) : base(source)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (source.TargetShape.Rank > 1 || source.TargetShape.Count != 1) throw new ArgumentException($"Expected a class index [] or [1] as the target; found targets {source.TargetShape}.");
        (_classes, TargetShape) = (classes, [classes]);
    }

    public override Shape TargetShape { get; }

    public override void Read(int index, Span<float> input, Span<float> target)
    {
        Check(index, input, target);
        Span<float> value = stackalloc float[1];
        Source.Read(index, input, value);
        if (value[0] < 0 || value[0] >= _classes || value[0] != MathF.Truncate(value[0])) throw new DatasetException($"{Name(index)}: expected a class from 0 to {_classes - 1}; found {value[0]}.");
        target.Clear();
        target[(int)value[0]] = 1;
    }
}
