using System.Numerics;

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

    public static Compound Read(BlockReader reader, int size, int version, int count, int depth)
    {
        var members = new List<CompoundMember>();
        for (var i = 0; i < count; i++)
        {
            var at = reader.Position;
            var name = DatatypeMessage.ReadName(reader, version);
            var offset = reader.ReadUnsigned(version < 3 ? 4 : BitOperations.Log2((uint)size) / 8 + 1);
            var dimensions = version == 1 ? ReadOldDimensions(reader) : [];
            var type = DatatypeMessage.Read(reader, depth + 1);
            if (dimensions.Length > 0)
                type = ArrayType.Of(reader, at, type, dimensions);
            if (offset > (ulong)size || type.Size > size - (int)offset)
                throw reader.Space.Error(at, $"the field {name} ({type}) at {offset} does not fit a compound of {size} bytes.");
            members.Add(new CompoundMember(name, (int)offset, type));
        }
        return new Compound(size, members);
    }

    private static int[] ReadOldDimensions(BlockReader reader)
    {
        var at = reader.Position;
        var rank = reader.ReadByte();
        reader.Skip(11); // reserved bytes and a permutation that was never used
        var all = new int[4];
        for (var i = 0; i < 4; i++)
            all[i] = (int)Math.Min(reader.ReadUInt32(), int.MaxValue);
        return rank <= 4 ? all[..rank] : throw reader.Space.Error(at, $"expected at most 4 dimensions of a compound's field, found {rank}.");
    }
}
