namespace TfExplain.Models.Hdf5;

/// <summary>Level 1A1: version 1 B-trees, walked without recursion from the root to the leaves' children.</summary>
internal static class BTree1
{
    /// <summary>Calls <paramref name="leaf"/> with the reader at each leaf entry's key, in order; it must read the key and return the child's address.</summary>
    public static IEnumerable<TEntry> Walk<TEntry>(FileSpace space, long root, byte nodeType, int keySize, int internalK, Func<BlockReader, TEntry> leaf)
    {
        var nodes = new Stack<(long Position, int Level)>([(root, -1)]);
        var visited = new HashSet<long>();
        var headerSize = 8 + 2 * space.Superblock.OffsetSize;
        while (nodes.TryPop(out var node))
        {
            if (!visited.Add(node.Position))
                throw space.Error(node.Position, "a B-tree node is its own descendant; the file is damaged.");
            var header = space.Read(node.Position, headerSize, "B-tree node");
            header.ExpectSignature("TREE"u8, "B-tree node");
            var (type, level, entries) = (header.ReadByte(), header.ReadByte(), header.ReadUInt16());
            if (type != nodeType)
                throw space.Error(node.Position, $"expected a B-tree of type {nodeType}, found {type}.");
            if (node.Level >= 0 && level != node.Level)
                throw space.Error(node.Position, $"expected a B-tree node of level {node.Level}, found {level}.");
            if (internalK > 0 && entries > 2 * internalK)
                throw space.Error(node.Position, $"expected at most {2 * internalK} entries in a B-tree node, found {entries}.");
            var size = (long)entries * (keySize + space.Superblock.OffsetSize);
            var reader = space.Read(node.Position + headerSize, size, "B-tree node's entries");
            if (level == 0)
            {
                for (var i = 0; i < entries; i++)
                    yield return leaf(reader);
                continue;
            }
            var children = new long[entries];
            for (var i = 0; i < entries; i++)
            {
                reader.Skip(keySize);
                children[i] = reader.ReadAddress();
            }
            for (var i = entries - 1; i >= 0; i--)
                nodes.Push((children[i], level - 1));
        }
    }
}
