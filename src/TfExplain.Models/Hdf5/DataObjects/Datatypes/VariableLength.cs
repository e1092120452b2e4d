namespace TfExplain.Models.Hdf5;

/// <summary>A sequence kept in the global heap.</summary>
internal sealed record VariableLength(int Size, Datatype Base) : Datatype(Size)
{
    public override string ToString() => $"vlen({Base})";

    /// <summary>A sequence or a string; both are kept alike.</summary>
    public static Datatype Read(BlockReader reader, int size, uint bits, int depth)
    {
        var at = reader.Position;
        var expected = 8 + reader.Space.Superblock.OffsetSize;
        if (size != expected)
            throw reader.Space.Error(at, $"expected variable-length values of {expected} bytes, found {size}.");
        var elements = DatatypeMessage.Read(reader, depth + 1);
        return (bits & 15) switch
        {
            0 => new VariableLength(size, elements),
            1 => new StringType(size, true, DatatypeMessage.Padding(reader.Space, at, bits >> 4 & 15), (bits >> 8 & 15) == 1),
            var found => throw reader.Space.Error(at, $"expected a variable-length sequence (0) or string (1), found {found}."),
        };
    }
}
