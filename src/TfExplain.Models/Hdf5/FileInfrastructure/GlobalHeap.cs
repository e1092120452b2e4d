namespace TfExplain.Models.Hdf5;

/// <summary>Level 1E: variable-length values, kept in collections of numbered objects.</summary>
internal sealed class GlobalHeap(FileSpace space)
{
    private const long CachedBytes = 32L << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<long, Dictionary<int, ReadOnlyMemory<byte>>> collections = [];
    private long cached;

    /// <summary>The bytes of one object of the collection at a file position.</summary>
    public ReadOnlyMemory<byte> Read(long collection, long index)
    {
        lock (gate)
        {
            if (!collections.TryGetValue(collection, out var objects))
            {
                objects = ReadCollection(collection, out var size);
                // Neighbouring values share collections, so a small cache that starts over is enough.
                if ((cached += size) > CachedBytes)
                {
                    collections.Clear();
                    cached = size;
                }
                collections.Add(collection, objects);
            }
            return index <= int.MaxValue && objects.TryGetValue((int)index, out var value)
                ? value
                : throw space.Error(collection, $"the global heap collection has no object {index} among its {objects.Count}.");
        }
    }

    private Dictionary<int, ReadOnlyMemory<byte>> ReadCollection(long position, out long size)
    {
        var header = space.ReadUpTo(position, 16, "global heap collection");
        header.ExpectSignature("GCOL"u8, "global heap collection");
        header.ExpectVersion(1, "global heap collection");
        header.Skip(3);
        size = header.ReadLength();
        var reader = space.Read(position, size, "global heap collection");
        reader.Skip(header.Consumed);
        var objects = new Dictionary<int, ReadOnlyMemory<byte>>();
        while (reader.Remaining >= 8 + space.Superblock.LengthSize)
        {
            var index = reader.ReadUInt16();
            reader.Skip(6); // reference count and padding
            var length = reader.ReadLength();
            if (index == 0)
                break; // the free space ends the collection
            if (!objects.TryAdd(index, reader.ReadBytes(length)))
                throw space.Error(reader.Position, $"the global heap collection holds object {index} twice.");
            reader.Skip(Math.Min(reader.Remaining, -length & 7));
        }
        return objects;
    }
}
