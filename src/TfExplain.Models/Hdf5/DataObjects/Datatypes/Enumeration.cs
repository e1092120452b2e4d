namespace TfExplain.Models.Hdf5;

/// <summary>Named integers; h5py stores bool as FALSE = 0, TRUE = 1 over int8.</summary>
internal sealed record Enumeration(Datatype Base, IReadOnlyList<(string Name, long Value)> Members) : Datatype(Base.Size)
{
    public bool IsBoolean => Base is FixedPoint { Size: 1 } && Members is [("FALSE", 0), ("TRUE", 1)];

    public override (Datatype Scalar, int Count) Flatten() => Base.Flatten();

    public override string ToString() => IsBoolean
        ? "bool (enum FALSE=0 TRUE=1 over int8)"
        : $"enum({Base}, {{{string.Join(", ", Members.Select(m => $"\"{m.Name}\": {m.Value}"))}}})";
}
