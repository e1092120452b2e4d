namespace TfExplain.Models.Hdf5;

/// <summary>A datatype with a name of its own, which data sets and attributes may share.</summary>
public sealed class Hdf5NamedType : Hdf5Object
{
    internal Hdf5NamedType(FileSpace space, ObjectHeader header, string path)
        : base(space, header, path)
    {
        Type = DatatypeMessage.Read(header.Find(MessageType.Datatype)!.Open(space)).ToString();
    }

    /// <summary>The type in NumPy's notation, such as <c>&lt;f4</c>.</summary>
    public string Type { get; }
}
