namespace TfExplain.Models.Hdf5;

/// <summary>Level 2 messages 0x04 and 0x05: the element that stands where nothing was written.</summary>
internal static class FillValue
{
    /// <summary>One element's bytes; empty stands for zeros.</summary>
    public static ReadOnlyMemory<byte> Read(FileSpace space, ObjectHeader header)
    {
        if (header.Find(MessageType.FillValue) is { } message)
            return ReadNew(message.Open(space));
        return header.Find(MessageType.OldFillValue) is { } old ? ReadSized(old.Open(space)) : default;
    }

    private static ReadOnlyMemory<byte> ReadNew(BlockReader reader)
    {
        var at = reader.Position;
        var version = reader.ReadByte();
        if (version is < 1 or > 3)
            throw reader.Space.Error(at, $"expected version 1 to 3 of a fill value, found {version}.");
        if (version == 3)
            return (reader.ReadByte() & 0x20) != 0 ? ReadSized(reader) : default;
        reader.Skip(2); // when space is allocated and when the value is written
        var defined = reader.ReadByte() != 0;
        return defined || version == 1 ? ReadSized(reader) : default;
    }

    private static ReadOnlyMemory<byte> ReadSized(BlockReader reader)
    {
        var size = reader.ReadUInt32();
        return size == uint.MaxValue ? default : reader.ReadBytes(size);
    }
}
