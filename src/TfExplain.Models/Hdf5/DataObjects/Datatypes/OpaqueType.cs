namespace TfExplain.Models.Hdf5;

/// <summary>Bytes that only the writer understands; bit fields and times are treated alike.</summary>
internal sealed record OpaqueType(int Size) : Datatype(Size)
{
    public override string ToString() => $"opaque({Size})";
}
