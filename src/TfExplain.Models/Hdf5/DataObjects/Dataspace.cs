namespace TfExplain.Models.Hdf5;

/// <summary>Level 2 message 0x01: the shape of a data set or attribute.</summary>
/// <remarks>
/// <c>IsNull</c>: No elements at all, not even one.
/// <c>MaxDimensions</c>: How far the data set may grow; -1 stands for without limit.
/// </remarks>
internal sealed record Dataspace(bool IsNull, long[] Dimensions, long[] MaxDimensions, long Count)
{
    public const int MaxRank = 32;

    public static Dataspace Read(BlockReader reader)
    {
        var at = reader.Position;
        var version = reader.ReadByte();
        int rank = reader.ReadByte(), flags = reader.ReadByte(), kind = reader.ReadByte();
        if (version is < 1 or > 2)
            throw reader.Space.Error(at, $"expected version 1 or 2 of a data space, found {version}.");
        if (rank > MaxRank)
            throw reader.Space.Error(at, $"expected at most {MaxRank} dimensions, found {rank}.");
        if (version == 1)
            reader.Skip(4);
        else if (kind > 2)
            throw reader.Space.Error(at, $"expected a scalar, simple or null data space (0 to 2), found {kind}.");
        var dimensions = new long[rank];
        for (var i = 0; i < rank; i++)
            dimensions[i] = reader.ReadLength();
        var limits = (long[])dimensions.Clone();
        if ((flags & 1) != 0)
            for (var i = 0; i < rank; i++)
                limits[i] = (long)Math.Min(reader.ReadUnsigned(reader.Space.Superblock.LengthSize), (ulong)long.MaxValue) is var limit
                    && limit == Unlimited(reader.Space) ? -1 : limit;
        return version == 2 && kind == 2
            ? new Dataspace(true, [], [], 0)
            : new Dataspace(false, dimensions, limits, CountOf(reader.Space, at, dimensions));
    }

    private static long Unlimited(FileSpace space) =>
        space.Superblock.LengthSize == 8 ? long.MaxValue : (1L << 8 * space.Superblock.LengthSize) - 1;

    private static long CountOf(FileSpace space, long at, long[] dimensions)
    {
        if (dimensions.Contains(0))
            return 0;
        UInt128 count = 1;
        foreach (var dimension in dimensions)
            if ((count *= (UInt128)dimension) > long.MaxValue)
                throw space.Error(at, $"the shape ({string.Join(", ", dimensions)}) has more elements than any file can hold.");
        return (long)count;
    }
}
