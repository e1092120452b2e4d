namespace TfExplain.Training;

/// <summary>Some samples of another dataset in another order.</summary>
internal sealed class SelectedDataset(Dataset source, int[] indices) : DerivedDataset(source)
{
    public override int Count => indices.Length;

    public override void Read(int index, Span<float> input, Span<float> target) => Source.Read(At(index), input, target);

    public override float Weight(int index) => Source.Weight(At(index));

    public override string Name(int index) => Source.Name(At(index));

    // A selection of a selection is one selection, so that chains stay short.
    private protected override Dataset Selected(int[] chosen) => new SelectedDataset(Source, Array.ConvertAll(chosen, i => indices[i]));

    private int At(int index)
    {
        CheckIndex(index);
        return indices[index];
    }
}
