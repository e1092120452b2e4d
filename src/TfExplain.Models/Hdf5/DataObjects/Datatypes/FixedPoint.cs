namespace TfExplain.Models.Hdf5;

/// <summary>An integer; padding bits may surround its <paramref name="Precision"/> bits.</summary>
internal sealed record FixedPoint(int Size, bool BigEndian, bool Signed, int BitOffset, int Precision) : Datatype(Size)
{
    /// <summary>Whether the element is a machine integer without padding bits.</summary>
    public bool IsPlain => Size is 1 or 2 or 4 or 8 && BitOffset == 0 && Precision == 8 * Size;

    public override string ToString() => $"{(Size == 1 ? '|' : BigEndian ? '>' : '<')}{(Signed ? 'i' : 'u')}{Size}";

    public static FixedPoint Read(BlockReader reader, int size, uint bits)
    {
        var at = reader.Position;
        int offset = reader.ReadUInt16(), precision = reader.ReadUInt16();
        return precision > 0 && offset + precision <= 8L * size
            ? new FixedPoint(size, (bits & 1) != 0, (bits & 8) != 0, offset, precision)
            : throw reader.Space.Error(at, $"an integer of {size} bytes cannot hold {precision} bits at bit {offset}.");
    }
}
