namespace TfExplain.Models.Hdf5;

internal sealed record ReferenceType(int Size) : Datatype(Size)
{
    public override string ToString() => "reference";
}
