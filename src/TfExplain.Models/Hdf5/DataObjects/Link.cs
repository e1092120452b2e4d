namespace TfExplain.Models.Hdf5;

/// <summary>Level 2 message 0x06: a name in a group; a hard link has a header, others name a target.</summary>
internal sealed record Link(string Name, long CreationOrder)
{
    public long Header { get; init; } = FileSpace.Undefined;

    public string? SoftTarget { get; init; }

    /// <summary>What an external or user-defined link points at, in words.</summary>
    public string? Foreign { get; init; }

    public static Link Read(BlockReader reader)
    {
        reader.ExpectVersion(1, "link message");
        var flags = reader.ReadByte();
        var kind = (flags & 8) != 0 ? reader.ReadByte() : (byte)0;
        var order = (flags & 4) != 0 ? (long)reader.ReadUInt64() : 0;
        if ((flags & 0x10) != 0)
            reader.Skip(1); // character set: ASCII is UTF-8
        var name = ReadText(reader, reader.ReadSize(1 << (flags & 3)));
        var link = new Link(name, order);
        return kind switch
        {
            0 => link with { Header = reader.ReadAddress() },
            1 => link with { SoftTarget = ReadText(reader, reader.ReadUInt16()) },
            64 => link with { Foreign = ReadExternal(reader.ReadBlock(reader.ReadUInt16())) },
            _ => link with { Foreign = $"a user-defined target of type {kind}" },
        };
    }

    private static string ReadExternal(BlockReader reader)
    {
        reader.Skip(1);
        var file = reader.ReadZeroTerminated();
        return $"{reader.ReadZeroTerminated()} in the other file {file}";
    }

    private static string ReadText(BlockReader reader, long size) => System.Text.Encoding.UTF8.GetString(reader.ReadBytes(size).Span);
}
