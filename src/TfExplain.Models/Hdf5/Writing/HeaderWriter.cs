using System.Text;

namespace TfExplain.Models.Hdf5.Writing;

/// <summary>Level 2A1b: object headers of version 2 in one piece, groups with their links inside.</summary>
internal static class HeaderWriter
{
    private const int LongChunk = 2;
    private const long Undefined = -1;

    /// <summary>The bytes of an object's header. Its length depends on names and shapes only, not on the positions, which may still be unknown.</summary>
    public static byte[] Write(ObjectNode node, Func<string, byte[]> heap)
    {
        var messages = new BlockWriter();
        if (node is GroupNode group) Links(messages, group);
        else Data(messages, (DatasetNode)node);
        foreach (var attribute in node.Attributes) Message(messages, MessageType.Attribute, Attribute(attribute, heap));
        return new BlockWriter().Bytes("OHDR"u8).Byte(2).Byte(LongChunk).UInt32((uint)messages.Length).Bytes(messages.Written).Checksum().ToArray();
    }

    private static void Links(BlockWriter messages, GroupNode group)
    {
        Message(messages, MessageType.LinkInfo, new BlockWriter().Bytes([0, 0]).Int64(Undefined).Int64(Undefined));
        Message(messages, MessageType.GroupInfo, new BlockWriter().Bytes([0, 0]));
        foreach (var (name, member) in group.Links)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            if (bytes.Length > 60_000) throw new ArgumentException($"A name of {bytes.Length:N0} bytes in {group.Path} is too long for HDF5.");
            // Flags: the length has two bytes, the characters are said to be UTF-8.
            Message(messages, MessageType.Link, new BlockWriter().Bytes([1, 0x11, 1]).UInt16(bytes.Length).Bytes(bytes).Int64(member.Position));
        }
    }

    private static void Data(BlockWriter messages, DatasetNode data)
    {
        Message(messages, MessageType.Dataspace, new BlockWriter().Bytes(data.Extents.IsEmpty ? DataspaceWriter.Scalar : DataspaceWriter.Simple(data.Extents)));
        Message(messages, MessageType.Datatype, new BlockWriter().Bytes(DatatypeWriter.Number(data.Type)));
        // Space is given late, a fill value is written where one was set, and none is.
        Message(messages, MessageType.FillValue, new BlockWriter().Bytes([3, 0x0A]));
        Message(messages, MessageType.DataLayout, new BlockWriter().Bytes([3, 1]).Int64(data.DataPosition).Int64(data.Size));
    }

    private static BlockWriter Attribute(AttributeNode attribute, Func<string, byte[]> heap)
    {
        var name = Encoding.UTF8.GetBytes(attribute.Name + "\0");
        var block = new BlockWriter().Bytes([3, 0]).UInt16(name.Length).UInt16(attribute.Type.Length).UInt16(attribute.Space.Length).Byte(1).Bytes(name).Bytes(attribute.Type).Bytes(attribute.Space);
        if (attribute.Data is { } data) return block.Bytes(data);
        foreach (var text in attribute.Texts!) block.Bytes(heap(text));
        return block;
    }

    private static void Message(BlockWriter messages, MessageType type, BlockWriter body) =>
        messages.Byte((int)type).UInt16(body.Length).Byte(0).Bytes(body.Written);
}
