namespace TfExplain.Models.Hdf5;

/// <summary>Level 1A2: version 2 B-trees; their records come in no particular order here, every caller sorts or indexes them.</summary>
internal static class BTree2
{
    private const int NodeOverhead = 10; // signature, version, type, checksum

    /// <summary>One reader per record, each of the tree's record size.</summary>
    public static IEnumerable<BlockReader> Records(FileSpace space, long position, byte expectedType)
    {
        var header = space.Read(position, 22 + space.Superblock.OffsetSize + space.Superblock.LengthSize, "B-tree header");
        header.ExpectSignature("BTHD"u8, "B-tree header");
        header.ExpectVersion(0, "B-tree header");
        var type = header.ReadByte();
        var nodeSize = header.ReadUInt32();
        var recordSize = header.ReadUInt16();
        var depth = header.ReadUInt16();
        header.Skip(2); // split and merge percentages
        var root = header.ReadAddress();
        var rootRecords = header.ReadUInt16();
        header.ReadLength(); // records in the whole tree
        header.ExpectChecksum("B-tree header");
        if (type != expectedType)
            throw space.Error(position, $"expected a B-tree of type {expectedType}, found {type}.");
        if (recordSize == 0 || nodeSize < NodeOverhead + recordSize)
            throw space.Error(position, $"B-tree records of {recordSize} bytes do not fit its nodes of {nodeSize} bytes.");
        return root == FileSpace.Undefined || rootRecords == 0 ? [] : Walk(space, position, type, recordSize, Levels(space, position, nodeSize, recordSize, depth), root, rootRecords);
    }

    // What a node of each level may hold decides how wide the counts in the pointers to it are.
    private static (long Records, int CountSize, int TotalSize)[] Levels(FileSpace space, long position, uint nodeSize, int recordSize, int depth)
    {
        var leaf = (nodeSize - NodeOverhead) / recordSize;
        var countSize = BytesFor((UInt128)leaf);
        var levels = new List<(long, int, int)> { (leaf, countSize, 0) };
        UInt128 total = (UInt128)leaf;
        for (var level = 1; level <= depth; level++)
        {
            var pointer = space.Superblock.OffsetSize + countSize + levels[level - 1].Item3;
            var records = (nodeSize - NodeOverhead - pointer) / (recordSize + pointer);
            if (records < 1 || total > ulong.MaxValue)
                throw space.Error(position, $"a B-tree of depth {depth} cannot have nodes of {nodeSize} bytes.");
            total = (UInt128)(records + 1) * total + (UInt128)records;
            levels.Add((records, countSize, Math.Min(8, BytesFor(total))));
        }
        return [.. levels];
    }

    private static IEnumerable<BlockReader> Walk(
        FileSpace space, long tree, byte type, int recordSize, (long Records, int CountSize, int TotalSize)[] levels, long root, long rootRecords)
    {
        var nodes = new Stack<(long Position, long Records, int Level)>([(root, rootRecords, levels.Length - 1)]);
        var visited = new HashSet<long>();
        while (nodes.TryPop(out var node))
        {
            if (!visited.Add(node.Position))
                throw space.Error(node.Position, "a B-tree node is reached twice; the file is damaged.");
            if (node.Records > levels[node.Level].Records)
                throw space.Error(tree, $"expected at most {levels[node.Level].Records} records in a B-tree node, found {node.Records}.");
            var leaf = node.Level == 0;
            var below = leaf ? default : levels[node.Level - 1];
            var pointerSize = leaf ? 0 : space.Superblock.OffsetSize + below.CountSize + below.TotalSize;
            var size = NodeOverhead + node.Records * recordSize + (leaf ? 0 : (node.Records + 1) * pointerSize);
            var reader = space.Read(node.Position, size, "B-tree node");
            reader.ExpectSignature(leaf ? "BTLF"u8 : "BTIN"u8, "B-tree node");
            reader.ExpectVersion(0, "B-tree node");
            var found = reader.ReadByte();
            if (found != type)
                throw space.Error(node.Position, $"expected a B-tree node of type {type}, found {found}.");
            var records = reader.ReadBlock(node.Records * recordSize);
            if (!leaf)
                for (var i = 0; i <= node.Records; i++)
                {
                    nodes.Push((reader.ReadAddress(), reader.ReadSize(below.CountSize), node.Level - 1));
                    reader.Skip(below.TotalSize);
                }
            reader.ExpectChecksum("B-tree node");
            for (var i = 0; i < node.Records; i++)
                yield return records.ReadBlock(recordSize);
        }
    }

    private static int BytesFor(UInt128 value) => (int)UInt128.Log2(value) / 8 + 1;
}
