namespace TfExplain.Models.Hdf5;

/// <summary>Named integers; h5py stores bool as FALSE = 0, TRUE = 1 over int8.</summary>
internal sealed record Enumeration(Datatype Base, IReadOnlyList<(string Name, long Value)> Members) : Datatype(Base.Size)
{
    public bool IsBoolean => Base is FixedPoint { Size: 1 } && Members is [("FALSE", 0), ("TRUE", 1)];

    public override (Datatype Scalar, int Count) Flatten() => Base.Flatten();

    public override string ToString() => IsBoolean
        ? "bool (enum FALSE=0 TRUE=1 over int8)"
        : $"enum({Base}, {{{string.Join(", ", Members.Select(m => $"\"{m.Name}\": {m.Value}"))}}})";

    public static Enumeration Read(BlockReader reader, int version, int count, int depth)
    {
        var at = reader.Position;
        var integers = DatatypeMessage.Read(reader, depth + 1) is FixedPoint { Size: <= 8 } found
            ? found
            : throw reader.Space.Error(at, "expected an integer of at most 8 bytes under an enumeration.");
        var names = new List<string>();
        for (var i = 0; i < count; i++)
            names.Add(DatatypeMessage.ReadName(reader, version));
        var members = new List<(string, long)>();
        foreach (var name in names)
        {
            NumberConversion.BitsToInteger(integers, reader.ReadBytes(integers.Size).Span, out var value);
            members.Add((name, value));
        }
        return new Enumeration(integers, members);
    }
}
