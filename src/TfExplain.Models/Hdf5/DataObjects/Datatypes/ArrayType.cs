namespace TfExplain.Models.Hdf5;

/// <summary>Elements that are small arrays themselves.</summary>
internal sealed record ArrayType(int Size, Datatype Base, int[] Dimensions) : Datatype(Size)
{
    public override (Datatype Scalar, int Count) Flatten() => Base.Flatten() is var (scalar, _) ? (scalar, Size / scalar.Size) : default;

    public override string ToString() => $"array({Base}, [{string.Join(", ", Dimensions)}])";

    public static ArrayType Read(BlockReader reader, int version, int depth)
    {
        var at = reader.Position;
        var rank = reader.ReadByte();
        if (rank > Dataspace.MaxRank)
            throw reader.Space.Error(at, $"expected at most {Dataspace.MaxRank} dimensions of an array type, found {rank}.");
        if (version < 3)
            reader.Skip(3);
        var dimensions = new int[rank];
        for (var i = 0; i < rank; i++)
            dimensions[i] = (int)Math.Min(reader.ReadUInt32(), int.MaxValue);
        if (version < 3)
            reader.Skip(4 * rank);
        return Of(reader, at, DatatypeMessage.Read(reader, depth + 1), dimensions);
    }

    /// <summary>An array type whose size has been checked.</summary>
    public static ArrayType Of(BlockReader reader, long at, Datatype elements, int[] dimensions)
    {
        long size = elements.Size;
        foreach (var dimension in dimensions)
            if ((size *= dimension) is 0 or > int.MaxValue)
                throw reader.Space.Error(at, $"an array type of shape ({string.Join(", ", dimensions)}) is impossible.");
        return new ArrayType((int)size, elements, dimensions);
    }
}
