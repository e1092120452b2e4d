namespace TfExplain.Models.Hdf5.Writing;

/// <summary>
/// Writes an HDF5 file from front to back without seeking: superblock version 2, headers, heap, then the arrays straight from where they are. The same content
/// gives the same bytes. Every HDF5 library since 1.8 reads it.
/// </summary>
internal sealed class Hdf5Writer
{
    private const int SuperblockSize = 48;
    private const long Undefined = -1;

    public GroupNode Root { get; } = new("/");

    /// <summary>Writes the file at the stream's position, which is the file's beginning.</summary>
    /// <exception cref="IOException">The stream fails, or an array gives another number of bytes than its shape says.</exception>
    public void Write(Stream stream)
    {
        var nodes = Nodes();
        // Lengths come first, with no positions yet; then the positions; then the bytes.
        long position = SuperblockSize;
        foreach (var node in nodes)
        {
            node.Position = position;
            position += Aligned(HeaderWriter.Write(node, _ => new byte[16]).Length);
        }
        var heap = new HeapWriter(position);
        var references = new Queue<byte[]>();
        foreach (var text in nodes.SelectMany(n => n.Attributes).SelectMany(a => a.Texts ?? [])) references.Enqueue(heap.Add(text));
        var texts = heap.Finish();
        position += texts.Length;
        foreach (var data in nodes.OfType<DatasetNode>())
        {
            data.DataPosition = data.Size == 0 ? Undefined : position;
            position += Aligned(data.Size);
        }

        stream.Write(new BlockWriter().Bytes([0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n', 2, 8, 8, 0])
            .Int64(0).Int64(Undefined).Int64(position).Int64(Root.Position).Checksum().Written);
        foreach (var node in nodes) Padded(stream, HeaderWriter.Write(node, _ => references.Dequeue()));
        stream.Write(texts);
        foreach (var data in nodes.OfType<DatasetNode>())
        {
            var counted = new CountingStream(stream);
            data.WriteData(counted);
            if (counted.Count != data.Size) throw new IOException($"{data.Path} should have {data.Size:N0} bytes; {counted.Count:N0} were given.");
            stream.Write(new byte[Aligned(data.Size) - data.Size]);
        }
    }

    /// <summary>All objects, groups before their members; a queue, as names may be nested deeply.</summary>
    private List<ObjectNode> Nodes()
    {
        List<ObjectNode> nodes = [Root];
        for (var i = 0; i < nodes.Count; i++)
            if (nodes[i] is GroupNode group) nodes.AddRange(group.Links.Select(link => link.Value));
        return nodes;
    }

    private static void Padded(Stream stream, byte[] bytes)
    {
        stream.Write(bytes);
        stream.Write(new byte[Aligned(bytes.Length) - bytes.Length]);
    }

    private static long Aligned(long length) => (length + 7) & ~7L;
}
