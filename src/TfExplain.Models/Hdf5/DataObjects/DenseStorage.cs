namespace TfExplain.Models.Hdf5;

/// <summary>Level 2 messages 0x02 and 0x15: where links or attributes are kept that are too many for the object header.</summary>
/// <remarks><c>Ordered</c>: Whether creation order is tracked.</remarks>
internal sealed record DenseStorage(bool Ordered, long Heap, long NameTree)
{
    public static DenseStorage Read(BlockReader reader, int maxIndexSize, string what)
    {
        reader.ExpectVersion(0, what);
        var flags = reader.ReadByte();
        var ordered = (flags & 1) != 0;
        if (ordered)
            reader.Skip(maxIndexSize);
        return new DenseStorage(ordered, reader.ReadAddress(), reader.ReadAddress());
    }

    /// <summary>The stored messages, by the tree that indexes their names; the heap id is preceded by <paramref name="skip"/> bytes in its records.</summary>
    public IEnumerable<BlockReader> Records(FileSpace space, byte treeType, int skip) => Entries(space, treeType).Select(entry =>
    {
        entry.Record.Skip(skip);
        return entry.Heap.Read(entry.Record.ReadBlock(entry.Heap.IdLength));
    });

    public IEnumerable<(FractalHeap Heap, BlockReader Record)> Entries(FileSpace space, byte treeType)
    {
        if (Heap == FileSpace.Undefined)
            yield break;
        var heap = new FractalHeap(space, Heap);
        foreach (var record in BTree2.Records(space, NameTree, treeType))
            yield return (heap, record);
    }
}
