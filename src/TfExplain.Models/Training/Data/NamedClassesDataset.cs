namespace TfExplain.Training;

/// <summary>Another dataset's samples with names for its classes.</summary>
internal sealed class NamedClassesDataset(Dataset source, IReadOnlyList<string> names) : DerivedDataset(source)
{
    public override IReadOnlyList<string> ClassNames => names;

    public override void Read(int index, Span<float> input, Span<float> target) => Source.Read(index, input, target);
}
