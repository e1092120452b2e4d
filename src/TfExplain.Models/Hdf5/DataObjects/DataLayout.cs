namespace TfExplain.Models.Hdf5;

/// <summary>Level 2 message 0x08: where a data set's elements are.</summary>
internal abstract record DataLayout
{
    internal sealed record Compact(ReadOnlyMemory<byte> Data) : DataLayout;

    internal sealed record Contiguous(long Position, long? Size) : DataLayout;

    internal sealed record Virtual : DataLayout;

    /// <remarks>
    /// <c>ChunkDimensions</c>: The chunk's shape in elements.
    /// <c>UnfilteredEdges</c>: Whether chunks that reach over the data set's edge skip the filters.
    /// </remarks>
    internal sealed record Chunked(
        long[] ChunkDimensions, long ElementSize, ChunkIndexKind Index, long IndexPosition, bool UnfilteredEdges = false, long? SingleSize = null, uint SingleMask = 0)
        : DataLayout;

    public static DataLayout Read(BlockReader reader)
    {
        var at = reader.Position;
        var version = reader.ReadByte();
        return version switch
        {
            1 or 2 => ReadOld(reader, at),
            3 => ReadClass(reader, at, ReadChunked3),
            4 or 5 => ReadClass(reader, at, ReadChunked4),
            _ => throw reader.Space.Error(at, $"expected version 1 to 5 of a data layout, found {version}."),
        };
    }

    private static DataLayout ReadOld(BlockReader reader, long at)
    {
        int rank = reader.ReadByte(), kind = reader.ReadByte();
        reader.Skip(5);
        var position = kind == 0 ? FileSpace.Undefined : reader.ReadAddress();
        var dimensions = ReadDimensions(reader, at, rank, 4);
        return kind switch
        {
            0 => new Compact(reader.ReadBytes(reader.ReadUInt32())),
            1 => new Contiguous(position, null),
            2 => MakeChunked(reader, at, dimensions, ChunkIndexKind.BTree1, position),
            _ => throw reader.Space.Error(at, $"expected a layout class 0 to 2, found {kind}."),
        };
    }

    private static DataLayout ReadClass(BlockReader reader, long at, Func<BlockReader, long, Chunked> chunked)
    {
        var kind = reader.ReadByte();
        return kind switch
        {
            0 => new Compact(reader.ReadBytes(reader.ReadUInt16())),
            1 => new Contiguous(reader.ReadAddress(), reader.ReadLength()),
            2 => chunked(reader, at),
            3 => new Virtual(),
            _ => throw reader.Space.Error(at, $"expected a layout class 0 to 3, found {kind}."),
        };
    }

    private static Chunked ReadChunked3(BlockReader reader, long at)
    {
        var rank = reader.ReadByte();
        var position = reader.ReadAddress();
        return MakeChunked(reader, at, ReadDimensions(reader, at, rank, 4), ChunkIndexKind.BTree1, position);
    }

    private static Chunked ReadChunked4(BlockReader reader, long at)
    {
        const int unfilteredEdges = 1, filteredSingle = 2;
        int flags = reader.ReadByte(), rank = reader.ReadByte(), size = reader.ReadByte();
        if (size is 0 or > 8)
            throw reader.Space.Error(at, $"expected chunk dimensions of 1 to 8 bytes, found {size}.");
        var dimensions = ReadDimensions(reader, at, rank, size);
        var index = (ChunkIndexKind)reader.ReadByte();
        (long? singleSize, uint mask) = (null, 0);
        switch (index)
        {
            case ChunkIndexKind.Single when (flags & filteredSingle) != 0:
                (singleSize, mask) = (reader.ReadLength(), reader.ReadUInt32());
                break;
            case ChunkIndexKind.Single or ChunkIndexKind.Implicit:
                break;
            case ChunkIndexKind.FixedArray:
                reader.Skip(1); // the creation parameters, here and below, stand in the index's own header too
                break;
            case ChunkIndexKind.ExtensibleArray:
                reader.Skip(5);
                break;
            case ChunkIndexKind.BTree2:
                reader.Skip(6);
                break;
            default:
                throw reader.Space.Error(at, $"expected a chunk index kind 1 to 5, found {(int)index}.");
        }
        return MakeChunked(reader, at, dimensions, index, reader.ReadAddress()) with
        {
            UnfilteredEdges = (flags & unfilteredEdges) != 0,
            SingleSize = singleSize,
            SingleMask = mask,
        };
    }

    private static long[] ReadDimensions(BlockReader reader, long at, int rank, int size)
    {
        if (rank > Dataspace.MaxRank + 1)
            throw reader.Space.Error(at, $"expected at most {Dataspace.MaxRank + 1} layout dimensions, found {rank}.");
        var dimensions = new long[rank];
        for (var i = 0; i < rank; i++)
            dimensions[i] = reader.ReadSize(size);
        return dimensions;
    }

    // The last layout dimension is the element's size.
    private static Chunked MakeChunked(BlockReader reader, long at, long[] dimensions, ChunkIndexKind index, long position) =>
        dimensions.Length >= 2 && !dimensions.Contains(0)
            ? new Chunked(dimensions[..^1], dimensions[^1], index, position)
            : throw reader.Space.Error(at, $"chunks of shape ({string.Join(", ", dimensions)}) are impossible.");
}
