using System.Text;

namespace TfExplain.Models.Hdf5;

/// <summary>Level 2 message 0x0C: a small named value of an object.</summary>
internal static class AttributeMessage
{
    /// <summary>All attributes of an object: in order of creation where that is tracked, else by name.</summary>
    public static OrderedDictionary<string, Hdf5Attribute> ReadAll(FileSpace space, ObjectHeader header, string path)
    {
        var found = header.Messages.Where(m => m.Type == MessageType.Attribute)
            .Select(m => (Order: (long)m.CreationOrder, Attribute: Read(m.Open(space), path))).ToList();
        if (header.Find(MessageType.AttributeInfo) is { } info)
            foreach (var (heap, record) in DenseStorage.Read(info.Open(space), 2, "attribute info message").Entries(space, 8))
            {
                var id = record.ReadBlock(heap.IdLength);
                if ((record.ReadByte() & 2) != 0)
                    throw space.Error(record.Position, "attributes in the shared message heap are not supported; rewrite the file with h5repack.");
                found.Add((record.ReadUInt32(), Read(heap.Read(id), path)));
            }
        var attributes = new OrderedDictionary<string, Hdf5Attribute>();
        foreach (var (_, attribute) in header.AttributesAreOrdered
            ? found.OrderBy(f => f.Order)
            : found.OrderBy(f => f.Attribute.Name, StringComparer.Ordinal))
            attributes.TryAdd(attribute.Name, attribute);
        return attributes;
    }

    private static Hdf5Attribute Read(BlockReader reader, string path)
    {
        const int sharedType = 1, sharedSpace = 2;
        var space = reader.Space;
        var at = reader.Position;
        var version = reader.ReadByte();
        int flags = reader.ReadByte();
        if (version is < 1 or > 3)
            throw space.Error(at, $"expected version 1 to 3 of an attribute, found {version}.");
        if (version == 1)
            flags = 0;
        int nameSize = reader.ReadUInt16(), typeSize = reader.ReadUInt16(), shapeSize = reader.ReadUInt16();
        if (version == 3)
            reader.Skip(1); // character set of the name: ASCII is UTF-8
        BlockReader Part(int size)
        {
            var part = reader.ReadBlock(size);
            if (version == 1)
                reader.Skip(-size & 7);
            return part;
        }
        var name = Encoding.UTF8.GetString(Part(nameSize).Whole.Span).TrimEnd('\0');
        var (typePart, shapePart) = (Part(typeSize), Part(shapeSize));
        var type = DatatypeMessage.Read((flags & sharedType) != 0 ? HeaderMessage.OpenShared(typePart, MessageType.Datatype) : typePart);
        var shape = Dataspace.Read((flags & sharedSpace) != 0 ? HeaderMessage.OpenShared(shapePart, MessageType.Dataspace) : shapePart);
        if (shape.Count > reader.Remaining / type.Size)
            throw space.Error(at, $"the attribute {name} of {path} has {shape.Count} elements of {type.Size} bytes, but only {reader.Remaining} bytes follow.");
        var data = reader.ReadBytes(shape.Count * type.Size);
        return new Hdf5Attribute(name, new Elements(space, $"{path}@{name}", at, type, shape, () => new CompactStorage(data)));
    }
}
