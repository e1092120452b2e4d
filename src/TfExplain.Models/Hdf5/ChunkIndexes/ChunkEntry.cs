namespace TfExplain.Models.Hdf5;

/// <summary>One element of a chunk index: an address, and with filters the stored size and the filters that were skipped.</summary>
internal readonly record struct ChunkEntry(long Position, long? Size, uint SkippedFilters)
{
    public static ChunkEntry Read(BlockReader reader, bool filtered)
    {
        var at = reader.Position;
        var sizeBytes = reader.Remaining - reader.Space.Superblock.OffsetSize - 4;
        if (filtered && sizeBytes is < 1 or > 8)
            throw reader.Space.Error(at, $"a chunk index entry of {reader.Remaining} bytes has no room for a filtered chunk's size.");
        var position = reader.ReadAddress();
        return filtered ? new ChunkEntry(position, reader.ReadSize(sizeBytes), reader.ReadUInt32()) : new ChunkEntry(position, null, 0);
    }
}
