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
            0 => FixedPoint.Read(reader, (int)size, bits),
            1 => FloatingPoint.Read(reader, (int)size, bits),
            2 => ReadUninterpreted(reader, (int)size, 2),
            3 => new StringType((int)size, false, Padding(space, at, bits & 15), (bits >> 4 & 15) == 1),
            4 => ReadUninterpreted(reader, (int)size, 4),
            5 => ReadUninterpreted(reader, (int)size, (int)(bits & 255)),
            6 => Compound.Read(reader, (int)size, version, (int)(bits & 0xffff), depth),
            7 => new ReferenceType((int)size),
            8 => Enumeration.Read(reader, version, (int)(bits & 0xffff), depth),
            9 => VariableLength.Read(reader, (int)size, bits, depth),
            10 => ArrayType.Read(reader, version, depth),
            11 => new ComplexType((int)size, Read(reader, depth + 1)),
            _ => throw space.Error(at, $"expected a datatype class 0 to 11, found {kind}."),
        };
        if (type.Size != size)
            throw space.Error(at, $"a datatype {type} of {size} bytes was declared, but its parts take {type.Size}.");
        return type is ComplexType { Base: var part } && 2L * part.Size != size
            ? throw space.Error(at, $"a complex number of {size} bytes cannot hold two {part}.")
            : type;
    }

    private static OpaqueType ReadUninterpreted(BlockReader reader, int size, int properties)
    {
        reader.Skip(properties);
        return new OpaqueType(size);
    }

    /// <summary>How the unused end of a string is filled.</summary>
    public static StringPadding Padding(FileSpace space, long at, uint padding) =>
        padding <= 2 ? (StringPadding)padding : throw space.Error(at, $"expected a string padding 0 to 2, found {padding}.");

    /// <summary>A field's or member's name; older versions pad it to 8 bytes.</summary>
    public static string ReadName(BlockReader reader, int version)
    {
        var start = reader.Consumed;
        var name = reader.ReadZeroTerminated();
        if (version < 3)
            reader.Skip(-(reader.Consumed - start) & 7);
        return name;
    }
}
