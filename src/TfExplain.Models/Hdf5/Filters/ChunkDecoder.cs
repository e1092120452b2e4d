namespace TfExplain.Models.Hdf5;

/// <summary>Undoes a filter pipeline, last filter first.</summary>
internal sealed class ChunkDecoder(FileSpace space, IReadOnlyList<Filter> filters, int chunkSize)
{
    /// <summary>The chunk's elements, exactly the declared number of bytes.</summary>
    public byte[] Decode(byte[] stored, uint skippedFilters, long position)
    {
        var bytes = stored;
        for (var i = filters.Count - 1; i >= 0; i--)
            if ((skippedFilters >> i & 1) == 0)
                bytes = Undo(filters[i], bytes, position);
        return bytes.Length == chunkSize
            ? bytes
            : throw space.Error(position, $"expected a chunk of {chunkSize} bytes, its {stored.Length} stored bytes decode to {bytes.Length}.");
    }

    private byte[] Undo(Filter filter, byte[] bytes, long position) => filter.Number switch
    {
        // Checksums inside the compressed data are the only thing that may make them larger than the chunk.
        Filter.Deflate => Deflate.Decode(space, bytes, chunkSize, chunkSize + 4 * filters.Count, position),
        Filter.Shuffle => Shuffle.Decode(bytes, filter.Values is [var size, ..] ? size : 1),
        Filter.Fletcher32 => Fletcher32.Verify(space, bytes, position),
        _ => throw space.Error(position, $"the data are packed with {filter}, which is not supported; rewrite them with gzip (h5repack -f GZIP=4)."),
    };
}
