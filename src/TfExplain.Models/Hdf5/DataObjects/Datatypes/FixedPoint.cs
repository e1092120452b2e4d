namespace TfExplain.Models.Hdf5;

/// <summary>An integer; padding bits may surround its <paramref name="Precision"/> bits.</summary>
internal sealed record FixedPoint(int Size, bool BigEndian, bool Signed, int BitOffset, int Precision) : Datatype(Size)
{
    /// <summary>Whether the element is a machine integer without padding bits.</summary>
    public bool IsPlain => Size is 1 or 2 or 4 or 8 && BitOffset == 0 && Precision == 8 * Size;

    public override string ToString() => $"{(Size == 1 ? '|' : BigEndian ? '>' : '<')}{(Signed ? 'i' : 'u')}{Size}";
}
