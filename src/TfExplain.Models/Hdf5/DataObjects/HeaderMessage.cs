namespace TfExplain.Models.Hdf5;

/// <summary>One message of an object header, still encoded.</summary>
internal sealed record HeaderMessage(MessageType Type, byte Flags, int CreationOrder, ReadOnlyMemory<byte> Body, long Position)
{
    private const byte Shared = 2;

    /// <summary>A reader of the message, wherever it is kept.</summary>
    public BlockReader Open(FileSpace space)
    {
        var body = new BlockReader(space, Body, Position);
        return (Flags & Shared) == 0 ? body : OpenShared(body, Type);
    }

    /// <summary>Follows a reference to a message in another object's header, as a committed datatype is.</summary>
    public static BlockReader OpenShared(BlockReader reference, MessageType type)
    {
        var space = reference.Space;
        var at = reference.Position;
        var version = reference.ReadByte();
        var kind = reference.ReadByte();
        if (version is < 1 or > 3)
            throw space.Error(at, $"expected version 1 to 3 of a shared message, found {version}.");
        if (version == 3 && kind == 1)
            throw space.Error(at, "messages in the shared message heap are not supported; rewrite the file with h5repack.");
        if (version == 1)
            reference.Skip(6);
        var target = reference.ReadAddress();
        var message = ObjectHeader.Read(space, target).Find(type)
            ?? throw space.Error(target, $"expected a shared {type} message in this object header, found none.");
        if ((message.Flags & Shared) != 0)
            throw space.Error(target, $"a shared {type} message points at another shared message.");
        return new BlockReader(space, message.Body, message.Position);
    }
}
