namespace TfExplain.Models.Hdf5;

/// <summary>Lists the stored chunks of a data set from whichever index its layout names.</summary>
internal sealed class ChunkIndex(FileSpace space, DataLayout.Chunked layout, Dataspace shape, ChunkGrid grid, long chunkSize, bool filtered)
{
    public IEnumerable<Chunk> Chunks()
    {
        if (layout.IndexPosition == FileSpace.Undefined)
            return [];
        return layout.Index switch
        {
            ChunkIndexKind.Single => [new Chunk(0, layout.IndexPosition, layout.SingleSize ?? chunkSize, layout.SingleMask)],
            ChunkIndexKind.Implicit => Implicit(),
            ChunkIndexKind.FixedArray => FromArray(FixedArray.Entries(space, layout.IndexPosition, filtered), ArrayAxes(-1)),
            ChunkIndexKind.ExtensibleArray => FromArray(ExtensibleArray.Entries(space, layout.IndexPosition, filtered), ArrayAxes(UnlimitedAxis())),
            ChunkIndexKind.BTree2 => FromBTree2(),
            _ => FromBTree1(),
        };
    }

    private IEnumerable<Chunk> FromBTree1()
    {
        var keySize = 8 + 8 * (grid.Rank + 1);
        return BTree1.Walk(space, layout.IndexPosition, 1, keySize, space.Superblock.ChunkInternalK, reader =>
        {
            var size = reader.ReadUInt32();
            var mask = reader.ReadUInt32();
            var number = grid.NumberOfOrigin(ReadCoordinates(reader));
            reader.Skip(8); // the element size's own coordinate
            return new Chunk(number, reader.ReadAddress(), size, mask);
        });
    }

    private IEnumerable<Chunk> FromBTree2()
    {
        var coordinates = 8 * grid.Rank;
        foreach (var record in BTree2.Records(space, layout.IndexPosition, (byte)(filtered ? 11 : 10)))
        {
            var entry = ChunkEntry.Read(record.ReadBlock(record.Remaining - coordinates), filtered);
            var number = grid.NumberOf(ReadCoordinates(record));
            yield return new Chunk(number, entry.Position, entry.Size ?? chunkSize, entry.SkippedFilters);
        }
    }

    private long[] ReadCoordinates(BlockReader reader)
    {
        var coordinates = new long[grid.Rank];
        for (var i = 0; i < coordinates.Length; i++)
            coordinates[i] = reader.ReadSize(8);
        return coordinates;
    }

    private IEnumerable<Chunk> Implicit() =>
        FromArray(Enumerable.Range(0, int.MaxValue)
            .TakeWhile(i => (i + 1) * chunkSize <= space.Length - layout.IndexPosition)
            .Select(i => ((long)i, new ChunkEntry(layout.IndexPosition + i * chunkSize, null, 0))), ArrayAxes(-1));

    // Array indexes number the chunks of the largest shape the data set may take.
    private (int Axis, long Count)[] ArrayAxes(int slowest)
    {
        var axes = Enumerable.Range(0, grid.Rank).Select(i =>
            (i, shape.MaxDimensions[i] < 0 ? long.MaxValue : ChunkGrid.Cover(shape.MaxDimensions[i], layout.ChunkDimensions[i]))).ToList();
        if (slowest >= 0)
        {
            var first = axes[slowest];
            axes.RemoveAt(slowest);
            axes.Insert(0, first);
        }
        return [.. axes];
    }

    // An extensible array puts the dimension that grows first.
    private int UnlimitedAxis() => Array.IndexOf(shape.MaxDimensions, -1);

    private IEnumerable<Chunk> FromArray(IEnumerable<(long Index, ChunkEntry Entry)> entries, (int Axis, long Count)[] axes)
    {
        var coordinates = new long[grid.Rank];
        foreach (var (index, entry) in entries)
        {
            if (entry.Position == FileSpace.Undefined)
                continue;
            var rest = index;
            for (var i = axes.Length - 1; i >= 0; i--)
            {
                var count = Math.Max(1, axes[i].Count);
                // The slowest axis takes what is left: it may have grown beyond what it once was.
                (rest, coordinates[axes[i].Axis]) = i == 0 ? (0, rest) : (rest / count, rest % count);
            }
            yield return new Chunk(grid.NumberOf(coordinates), entry.Position, entry.Size ?? chunkSize, entry.SkippedFilters);
        }
    }
}
