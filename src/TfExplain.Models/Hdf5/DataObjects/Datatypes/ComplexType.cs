namespace TfExplain.Models.Hdf5;

/// <summary>A real and an imaginary part, one after the other.</summary>
internal sealed record ComplexType(int Size, Datatype Base) : Datatype(Size)
{
    public override (Datatype Scalar, int Count) Flatten() => (Base, 2);

    public override string ToString() => Base is FloatingPoint { BigEndian: var big } ? $"{(big ? '>' : '<')}c{Size}" : $"complex({Base})";
}
