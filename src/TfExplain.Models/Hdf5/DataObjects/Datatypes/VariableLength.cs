namespace TfExplain.Models.Hdf5;

/// <summary>A sequence kept in the global heap.</summary>
internal sealed record VariableLength(int Size, Datatype Base) : Datatype(Size)
{
    public override string ToString() => $"vlen({Base})";
}
