namespace TfExplain.Models.Hdf5;

/// <summary>Something in an HDF5 file that has a path and attributes.</summary>
public abstract class Hdf5Object
{
    private readonly Lazy<OrderedDictionary<string, Hdf5Attribute>> attributes;

    private protected Hdf5Object(FileSpace space, ObjectHeader header, string path)
    {
        (Space, Header, Path) = (space, header, path);
        attributes = new(() => AttributeMessage.ReadAll(space, header, path));
    }

    /// <summary>The path it was reached by, from the root <c>/</c>.</summary>
    public string Path { get; }

    /// <summary>The last part of the path; empty for the root.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The file offset of the object's header; the same for two paths that lead to one object.</summary>
    public long Offset => Header.Position;

    /// <summary>The attributes, in order of creation where the file tracks it, else by name.</summary>
    /// <exception cref="Hdf5Exception">The attributes are damaged.</exception>
    public IReadOnlyDictionary<string, Hdf5Attribute> Attributes => attributes.Value;

    private protected FileSpace Space { get; }

    private protected ObjectHeader Header { get; }

    internal static Hdf5Object Open(FileSpace space, long position, string path)
    {
        var header = ObjectHeader.Read(space, position);
        var typed = header.Find(MessageType.Datatype) is not null;
        if (typed && header.Find(MessageType.Dataspace) is not null)
            return new Hdf5Dataset(space, header, path);
        if (GroupLinks.IsGroup(header))
            return new Hdf5Group(space, header, path);
        return typed
            ? new Hdf5NamedType(space, header, path)
            : throw space.Error(position, $"expected {path} to be a group, a data set or a named type; its header says none of them.");
    }
}
