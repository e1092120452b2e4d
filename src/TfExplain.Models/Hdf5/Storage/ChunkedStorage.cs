namespace TfExplain.Models.Hdf5;

/// <summary>Elements in equal chunks, each of them possibly filtered or missing.</summary>
internal sealed class ChunkedStorage : IElementStorage
{
    private readonly FileSpace space;
    private readonly DataLayout.Chunked layout;
    private readonly IReadOnlyList<Filter> filters;
    private readonly ReadOnlyMemory<byte> fill;
    private readonly ChunkGrid grid;
    private readonly int elementSize;
    private readonly long chunkSize;
    private readonly List<Chunk> chunks = [];

    public ChunkedStorage(
        FileSpace space, long header, DataLayout.Chunked layout, Dataspace shape, int elementSize, IReadOnlyList<Filter> filters, ReadOnlyMemory<byte> fill)
    {
        (this.space, this.layout, this.elementSize, this.filters, this.fill) = (space, layout, elementSize, filters, fill);
        var text = string.Join(", ", layout.ChunkDimensions);
        if (layout.ChunkDimensions.Length != shape.Dimensions.Length)
            throw space.Error(header, $"chunks of shape ({text}) do not fit a data set of {shape.Dimensions.Length} dimensions.");
        if (layout.ElementSize != elementSize)
            throw space.Error(header, $"the layout holds elements of {layout.ElementSize} bytes, but the datatype takes {elementSize}.");
        chunkSize = elementSize;
        foreach (var dimension in layout.ChunkDimensions)
            if ((Int128)chunkSize * dimension <= int.MaxValue)
                chunkSize *= dimension;
            else
                throw space.Error(header, $"chunks of shape ({text}) take more than {int.MaxValue} bytes each.");
        if (filters.FirstOrDefault(f => !f.IsSupported) is { } unsupported)
            throw space.Error(header, $"the data are packed with {unsupported}, which is not supported; rewrite them with gzip (h5repack -f GZIP=4).");
        grid = new ChunkGrid(shape.Dimensions, layout.ChunkDimensions);
        var storedBytes = FindChunks(shape);
        BackedBytes = filters.Any(f => f.Number == Filter.Deflate) ? storedBytes * Deflate.MaxRatio : storedBytes;
        if (chunks.Count * chunkSize > Math.Max(FileSpace.DeclaredLimit, BackedBytes))
            throw space.Error(header, $"{chunks.Count} chunks of {chunkSize} bytes cannot come from {storedBytes} stored bytes.");
    }

    public long BackedBytes { get; }

    public void Read(Span<byte> destination)
    {
        if (chunks.Count < grid.Count)
            FillStorage.Fill(destination, fill.Span);
        var decoder = new ChunkDecoder(space, filters, (int)chunkSize);
        foreach (var chunk in chunks)
        {
            // Bit i skips filter i; edge chunks may be stored as they are.
            var skipped = layout.UnfilteredEdges && grid.IsPartial(chunk.Number) ? uint.MaxValue : chunk.SkippedFilters;
            var stored = new byte[chunk.Size];
            space.Read(chunk.Position, stored, "chunk");
            grid.Copy(decoder.Decode(stored, skipped, chunk.Position), chunk.Number, elementSize, destination);
        }
    }

    private long FindChunks(Dataspace shape)
    {
        var seen = new HashSet<long>();
        var total = 0L;
        foreach (var chunk in new ChunkIndex(space, layout, shape, grid, chunkSize, filters.Count > 0).Chunks())
        {
            if (chunk.Number < 0 || chunk.Position == FileSpace.Undefined)
                continue;
            space.Check(chunk.Position, chunk.Size, "chunk");
            if (chunk.Size > int.MaxValue)
                throw space.Error(chunk.Position, $"a chunk takes {chunk.Size} bytes; at most {int.MaxValue} are supported.");
            if (!seen.Add(chunk.Number))
                throw space.Error(chunk.Position, $"chunk {chunk.Number} is stored twice; the file is damaged.");
            chunks.Add(chunk);
            total += chunk.Size;
        }
        return Math.Min(total, space.Length);
    }
}
