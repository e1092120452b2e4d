using System.Numerics;

namespace TfExplain.Models.Hdf5;

/// <summary>Decodes datatype messages of versions 1 to 5.</summary>
internal static class DatatypeMessage
{
    // Each nesting level costs a few bytes in the message, so damage could otherwise nest thousands.
    private const int MaxDepth = 32;

    public static Datatype Read(BlockReader reader, int depth = 0)
    {
        var space = reader.Space;
        var at = reader.Position;
        if (depth > MaxDepth)
            throw space.Error(at, $"a datatype nests more than {MaxDepth} levels.");
        var head = reader.ReadUInt32();
        var (version, kind, bits) = ((int)(head >> 4 & 15), (int)(head & 15), head >> 8);
        var size = reader.ReadUInt32();
        if (version is < 1 or > 5)
            throw space.Error(at, $"expected version 1 to 5 of a datatype, found {version}.");
        if (size is 0 or > int.MaxValue)
            throw space.Error(at, $"expected a datatype of 1 to {int.MaxValue} bytes, found {size}.");
        var type = kind switch
        {
            0 => ReadFixedPoint(reader, (int)size, bits),
            1 => ReadFloatingPoint(reader, (int)size, bits),
            2 => ReadUninterpreted(reader, (int)size, 2),
            3 => new StringType((int)size, false, Padding(space, at, bits & 15), (bits >> 4 & 15) == 1),
            4 => ReadUninterpreted(reader, (int)size, 4),
            5 => ReadUninterpreted(reader, (int)size, (int)(bits & 255)),
            6 => ReadCompound(reader, (int)size, version, (int)(bits & 0xffff), depth),
            7 => new ReferenceType((int)size),
            8 => ReadEnumeration(reader, version, (int)(bits & 0xffff), depth),
            9 => ReadVariableLength(reader, (int)size, bits, depth),
            10 => ReadArray(reader, version, depth),
            11 => new ComplexType((int)size, Read(reader, depth + 1)),
            _ => throw space.Error(at, $"expected a datatype class 0 to 11, found {kind}."),
        };
        if (type.Size != size)
            throw space.Error(at, $"a datatype {type} of {size} bytes was declared, but its parts take {type.Size}.");
        return type is ComplexType { Base: var part } && 2L * part.Size != size
            ? throw space.Error(at, $"a complex number of {size} bytes cannot hold two {part}.")
            : type;
    }

    private static FixedPoint ReadFixedPoint(BlockReader reader, int size, uint bits)
    {
        var at = reader.Position;
        int offset = reader.ReadUInt16(), precision = reader.ReadUInt16();
        return precision > 0 && offset + precision <= 8L * size
            ? new FixedPoint(size, (bits & 1) != 0, (bits & 8) != 0, offset, precision)
            : throw reader.Space.Error(at, $"an integer of {size} bytes cannot hold {precision} bits at bit {offset}.");
    }

    private static FloatingPoint ReadFloatingPoint(BlockReader reader, int size, uint bits)
    {
        var at = reader.Position;
        reader.Skip(4); // bit offset and precision; the fields below say the same
        int exponentBit = reader.ReadByte(), exponentSize = reader.ReadByte(), mantissaBit = reader.ReadByte(), mantissaSize = reader.ReadByte();
        var bias = reader.ReadUInt32();
        var sign = (int)(bits >> 8 & 255);
        if ((bits & 0x40) != 0)
            throw reader.Space.Error(at, "VAX floating-point numbers are not supported.");
        if (sign >= 8L * size || exponentBit + exponentSize > 8L * size || mantissaBit + mantissaSize > 8L * size || exponentSize is 0 or > 15 || mantissaSize is 0 or > 63)
            throw reader.Space.Error(at, $"a floating-point number of {size} bytes cannot have {exponentSize} exponent bits at {exponentBit} and {mantissaSize} mantissa bits at {mantissaBit}.");
        return new FloatingPoint(size, (bits & 1) != 0, sign, exponentBit, exponentSize, mantissaBit, mantissaSize, bias, (bits >> 4 & 3) == 2);
    }

    private static OpaqueType ReadUninterpreted(BlockReader reader, int size, int properties)
    {
        reader.Skip(properties);
        return new OpaqueType(size);
    }

    private static StringPadding Padding(FileSpace space, long at, uint padding) =>
        padding <= 2 ? (StringPadding)padding : throw space.Error(at, $"expected a string padding 0 to 2, found {padding}.");

    private static Compound ReadCompound(BlockReader reader, int size, int version, int count, int depth)
    {
        var members = new List<CompoundMember>();
        for (var i = 0; i < count; i++)
        {
            var at = reader.Position;
            var name = ReadName(reader, version);
            var offset = reader.ReadUnsigned(version < 3 ? 4 : BitOperations.Log2((uint)size) / 8 + 1);
            var dimensions = version == 1 ? ReadOldDimensions(reader) : [];
            var type = Read(reader, depth + 1);
            if (dimensions.Length > 0)
                type = MakeArray(reader, at, type, dimensions);
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

    private static Enumeration ReadEnumeration(BlockReader reader, int version, int count, int depth)
    {
        var at = reader.Position;
        var integers = Read(reader, depth + 1) as FixedPoint is { Size: <= 8 } found
            ? found
            : throw reader.Space.Error(at, "expected an integer of at most 8 bytes under an enumeration.");
        var names = new List<string>();
        for (var i = 0; i < count; i++)
            names.Add(ReadName(reader, version));
        var members = new List<(string, long)>();
        Span<long> value = stackalloc long[1];
        foreach (var name in names)
        {
            NumberConversion.BitsToInteger(integers, reader.ReadBytes(integers.Size).Span, out value[0]);
            members.Add((name, value[0]));
        }
        return new Enumeration(integers, members);
    }

    private static Datatype ReadVariableLength(BlockReader reader, int size, uint bits, int depth)
    {
        var at = reader.Position;
        var expected = 8 + reader.Space.Superblock.OffsetSize;
        if (size != expected)
            throw reader.Space.Error(at, $"expected variable-length values of {expected} bytes, found {size}.");
        var elements = Read(reader, depth + 1);
        return (bits & 15) switch
        {
            0 => new VariableLength(size, elements),
            1 => new StringType(size, true, Padding(reader.Space, at, bits >> 4 & 15), (bits >> 8 & 15) == 1),
            var found => throw reader.Space.Error(at, $"expected a variable-length sequence (0) or string (1), found {found}."),
        };
    }

    private static ArrayType ReadArray(BlockReader reader, int version, int depth)
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
        return MakeArray(reader, at, Read(reader, depth + 1), dimensions);
    }

    private static ArrayType MakeArray(BlockReader reader, long at, Datatype elements, int[] dimensions)
    {
        long size = elements.Size;
        foreach (var dimension in dimensions)
            if ((size *= dimension) is 0 or > int.MaxValue)
                throw reader.Space.Error(at, $"an array type of shape ({string.Join(", ", dimensions)}) is impossible.");
        return new ArrayType((int)size, elements, dimensions);
    }

    private static string ReadName(BlockReader reader, int version)
    {
        var start = reader.Consumed;
        var name = reader.ReadZeroTerminated();
        if (version < 3)
            reader.Skip(-(reader.Consumed - start) & 7);
        return name;
    }
}
