namespace TfExplain.Models.Hdf5;

internal sealed record CompoundMember(string Name, int Offset, Datatype Type);

/// <summary>Named fields at fixed offsets; h5py stores complex numbers as (r, i).</summary>
internal sealed record Compound(int Size, IReadOnlyList<CompoundMember> Members) : Datatype(Size)
{
    private bool IsComplex =>
        Members is [{ Name: "r", Type: FloatingPoint real }, { Name: "i", Type: FloatingPoint imaginary }]
        && real == imaginary && Members[0].Offset == 0 && Members[1].Offset == real.Size && Size == 2 * real.Size;

    public override (Datatype Scalar, int Count) Flatten() => IsComplex ? (Members[0].Type, 2) : (this, 1);

    public override string ToString() => IsComplex
        ? new ComplexType(Size, Members[0].Type).ToString()
        : $"compound({string.Join(", ", Members.Select(m => $"{m.Name}: {m.Type}"))})";
}
