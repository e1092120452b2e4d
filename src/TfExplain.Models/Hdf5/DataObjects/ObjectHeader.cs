namespace TfExplain.Models.Hdf5;

/// <summary>Level 2A: the messages that describe one object, gathered from all blocks of its header.</summary>
internal sealed class ObjectHeader
{
    private ObjectHeader(long position, List<HeaderMessage> messages, bool ordered)
    {
        Position = position;
        Messages = messages;
        AttributesAreOrdered = ordered;
    }

    public long Position { get; }

    public IReadOnlyList<HeaderMessage> Messages { get; }

    /// <summary>Whether the creation order of attributes is tracked.</summary>
    public bool AttributesAreOrdered { get; }

    public HeaderMessage? Find(MessageType type) => Messages.FirstOrDefault(m => m.Type == type);

    public static ObjectHeader Read(FileSpace space, long position)
    {
        var prefix = space.ReadUpTo(position, 34, "object header");
        var first = prefix.ReadByte();
        if (first == 1)
            return ReadVersion1(space, position, prefix);
        if (first == (byte)'O')
            return ReadVersion2(space, position);
        throw space.Error(position, $"expected an object header (version 1 or the signature OHDR), found byte {first:x2}.");
    }

    private static ObjectHeader ReadVersion1(FileSpace space, long position, BlockReader prefix)
    {
        prefix.Skip(7); // reserved byte, number of messages, reference count
        var size = prefix.ReadUInt32();
        var messages = new List<HeaderMessage>();
        ForEachBlock(space, position + 16, size, messages, (at, length) =>
        {
            var reader = space.Read(at, length, "object header block");
            while (reader.Remaining >= 8)
            {
                var type = reader.ReadUInt16();
                var bodySize = reader.ReadUInt16();
                var flags = reader.ReadByte();
                reader.Skip(3);
                Add(reader, messages, type, bodySize, flags, 0);
            }
        });
        return new ObjectHeader(position, messages, false);
    }

    private static ObjectHeader ReadVersion2(FileSpace space, long position)
    {
        var prefix = space.ReadUpTo(position, 34, "object header");
        prefix.ExpectSignature("OHDR"u8, "object header");
        prefix.ExpectVersion(2, "object header");
        var flags = prefix.ReadByte();
        prefix.Skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0)); // times; attribute storage limits
        var size = prefix.ReadSize(1 << (flags & 3));
        var ordered = (flags & 4) != 0;
        var messages = new List<HeaderMessage>();
        space.Check(position, size, "object header");
        ForEachBlock(space, position, prefix.Consumed + size + 4, messages, (at, length) =>
        {
            var reader = space.Read(at, length, "object header block");
            if (at == position)
                reader.Skip(prefix.Consumed);
            else
                reader.ExpectSignature("OCHK"u8, "object header continuation");
            // A gap too small for a message may come before the checksum.
            while (reader.Remaining - 4 >= (ordered ? 6 : 4))
            {
                var type = reader.ReadByte();
                var bodySize = reader.ReadUInt16();
                var messageFlags = reader.ReadByte();
                var creationOrder = ordered ? reader.ReadUInt16() : 0;
                if (bodySize > reader.Remaining - 4)
                    throw space.Error(reader.Position, $"a header message of {bodySize} bytes does not fit its block.");
                Add(reader, messages, type, bodySize, messageFlags, creationOrder);
            }
            reader.Skip(Math.Max(0, reader.Remaining - 4));
            reader.ExpectChecksum("object header");
        });
        return new ObjectHeader(position, messages, ordered);
    }

    // Continuation messages name further blocks, which are read after the block they stand in.
    private static void ForEachBlock(FileSpace space, long position, long size, List<HeaderMessage> messages, Action<long, long> read)
    {
        var visited = new HashSet<long>();
        var total = 0L;
        var seen = 0;
        var blocks = new Queue<(long Position, long Size)>([(position, size)]);
        while (blocks.TryDequeue(out var block))
        {
            total += block.Size;
            if (!visited.Add(block.Position) || total > space.Length)
                throw space.Error(block.Position, "an object header continues in itself; the file is damaged.");
            read(block.Position, block.Size);
            for (; seen < messages.Count; seen++)
                if (messages[seen].Type == MessageType.Continuation)
                {
                    var body = messages[seen].Open(space);
                    blocks.Enqueue((body.ReadAddress(), body.ReadLength()));
                }
        }
    }

    private static void Add(BlockReader reader, List<HeaderMessage> messages, int type, int size, byte flags, int creationOrder)
    {
        const byte failIfUnknown = 0x80;
        var at = reader.Position;
        var body = reader.ReadBytes(size);
        if (type > (int)MessageType.LastKnown && (flags & failIfUnknown) != 0)
            throw reader.Space.Error(at, $"the header message type {type} is unknown and must not be ignored; the file needs a newer reader.");
        messages.Add(new HeaderMessage((MessageType)type, flags, creationOrder, body, at));
    }
}
