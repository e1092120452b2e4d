namespace TfExplain.Models.Hdf5;

/// <summary>Level 1B and 1C: the links of an old-style group, from its B-tree of symbol table nodes and its local heap.</summary>
internal static class SymbolTable
{
    public static IEnumerable<Link> Read(FileSpace space, long tree, long heapPosition)
    {
        var heap = new LocalHeap(space, heapPosition);
        var lengthSize = space.Superblock.LengthSize;
        var nodes = BTree1.Walk(space, tree, 0, lengthSize, space.Superblock.GroupInternalK, reader =>
        {
            reader.Skip(lengthSize);
            return reader.ReadAddress();
        });
        var visited = new HashSet<long>();
        foreach (var node in nodes)
        {
            if (!visited.Add(node))
                throw space.Error(node, "a symbol table node appears twice in its B-tree.");
            foreach (var link in ReadNode(space, node, heap))
                yield return link;
        }
    }

    private static IEnumerable<Link> ReadNode(FileSpace space, long position, LocalHeap heap)
    {
        var header = space.Read(position, 8, "symbol table node");
        header.ExpectSignature("SNOD"u8, "symbol table node");
        header.ExpectVersion(1, "symbol table node");
        header.Skip(1);
        var count = header.ReadUInt16();
        var offsetSize = space.Superblock.OffsetSize;
        var reader = space.Read(position + 8, (long)count * (2 * offsetSize + 24), "symbol table node's entries");
        for (var i = 0; i < count; i++)
        {
            var name = heap.ReadName(reader.ReadSize(offsetSize));
            var target = reader.ReadAddress();
            var cacheType = reader.ReadUInt32();
            reader.Skip(4);
            var scratch = reader.ReadBlock(16);
            yield return cacheType == 2
                ? new Link(name, i) { SoftTarget = heap.ReadName(scratch.ReadUInt32()) }
                : new Link(name, i) { Header = target };
        }
    }
}
