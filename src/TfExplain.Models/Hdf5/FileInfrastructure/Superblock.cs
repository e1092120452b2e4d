namespace TfExplain.Models.Hdf5;

/// <summary>Level 0A: where the file's addresses count from, how wide they are, and where the root group is.</summary>
/// <remarks>
/// <c>GroupInternalK</c>: Half the largest number of children of a group B-tree node; 0 when the superblock does not say.
/// <c>ChunkInternalK</c>: The same for chunk B-trees; 0 when the superblock does not say.
/// </remarks>
internal sealed record Superblock(
    int Version, long Position, int OffsetSize, int LengthSize, int GroupInternalK, int ChunkInternalK, long RootHeader)
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a];

    public static Superblock Read(FileSpace space)
    {
        var position = Find(space);
        var reader = space.ReadUpTo(position, 128, "superblock");
        reader.Skip(Signature.Length);
        var version = reader.ReadByte();
        return version switch
        {
            0 or 1 => ReadOld(space, reader, version, position),
            2 or 3 => ReadNew(space, reader, version, position),
            _ => throw space.Error(position + 8, $"expected superblock version 0 to 3, found {version}."),
        };
    }

    // A user block of 512 bytes or any larger power of two may come first.
    private static long Find(FileSpace space)
    {
        Span<byte> found = stackalloc byte[8];
        for (var at = 0L; at <= space.Length - 8; at = at == 0 ? 512 : at * 2)
        {
            space.Read(at, found, "signature");
            if (found.SequenceEqual(Signature))
                return at;
        }
        throw space.Error(0, $"no HDF5 signature in this file of {space.Length} bytes; it is not an HDF5 file, or its beginning is missing.");
    }

    private static Superblock ReadOld(FileSpace space, BlockReader reader, int version, long position)
    {
        reader.Skip(4); // versions of the free-space storage, the root group entry and shared messages; a reserved byte
        var (offsetSize, lengthSize) = ReadSizes(space, reader);
        reader.Skip(1);
        var leafK = reader.ReadUInt16();
        var internalK = reader.ReadUInt16();
        if (leafK == 0 || internalK == 0)
            throw space.Error(position + 16, $"expected group B-tree K values of at least 1, found leaf {leafK} and internal {internalK}.");
        reader.Skip(4); // consistency flags
        var chunkK = 32;
        if (version == 1)
        {
            chunkK = reader.ReadUInt16();
            reader.Skip(2);
        }
        var baseAddress = reader.ReadUnsigned(offsetSize);
        reader.Skip(offsetSize); // free-space information
        CheckEnd(space, reader, offsetSize, baseAddress, position);
        reader.Skip(2 * offsetSize); // driver information; the root entry's name offset
        var root = ReadRoot(space, reader, offsetSize, position);
        return new Superblock(version, position, offsetSize, lengthSize, internalK, chunkK, root);
    }

    private static Superblock ReadNew(FileSpace space, BlockReader reader, int version, long position)
    {
        var (offsetSize, lengthSize) = ReadSizes(space, reader);
        reader.Skip(1); // consistency flags
        var baseAddress = reader.ReadUnsigned(offsetSize);
        reader.Skip(offsetSize); // superblock extension: nothing in it changes how objects are read
        CheckEnd(space, reader, offsetSize, baseAddress, position);
        var root = ReadRoot(space, reader, offsetSize, position);
        reader.ExpectChecksum("superblock");
        return new Superblock(version, position, offsetSize, lengthSize, 0, 0, root);
    }

    private static (int Offsets, int Lengths) ReadSizes(FileSpace space, BlockReader reader)
    {
        var at = reader.Position;
        int offsets = reader.ReadByte(), lengths = reader.ReadByte();
        return offsets is 2 or 4 or 8 && lengths is 2 or 4 or 8
            ? (offsets, lengths)
            : throw space.Error(at, $"expected sizes of offsets and lengths of 2, 4 or 8 bytes, found {offsets} and {lengths}.");
    }

    // Addresses count from where the superblock stands, even when a tool moved the file behind a longer user block.
    private static void CheckEnd(FileSpace space, BlockReader reader, int offsetSize, ulong baseAddress, long position)
    {
        var at = reader.Position;
        var end = (Int128)reader.ReadUnsigned(offsetSize) - baseAddress + position;
        if (end > space.Length)
            throw space.Error(at, $"the superblock says the file ends at {end}, but it has {space.Length} bytes; it is truncated, fetch it again.");
    }

    private static long ReadRoot(FileSpace space, BlockReader reader, int offsetSize, long position)
    {
        var at = reader.Position;
        var root = reader.ReadUnsigned(offsetSize);
        return root < (ulong)(space.Length - position)
            ? (long)root + position
            : throw space.Error(at, $"the root group's address {root} is outside the file of {space.Length} bytes.");
    }
}
