using System.Buffers.Binary;
using System.Text;

namespace TfExplain.Models.Hdf5;

/// <summary>Reads the little-endian fields of one block of metadata in order; every read is checked against the block's end.</summary>
internal sealed class BlockReader(FileSpace space, ReadOnlyMemory<byte> block, long position)
{
    private int next;

    public FileSpace Space => space;

    /// <summary>The file position of the next field.</summary>
    public long Position => position + next;

    public int Remaining => block.Length - next;

    public int Consumed => next;

    /// <summary>All bytes of the block, read or not.</summary>
    public ReadOnlyMemory<byte> Whole => block;

    public byte ReadByte() => Take(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public ulong ReadUnsigned(int size)
    {
        ulong value = 0;
        var bytes = Take(size);
        for (var i = size - 1; i >= 0; i--)
            value = value << 8 | bytes[i];
        return value;
    }

    /// <summary>An unsigned field that must fit a signed 64-bit number: a size, a count or an index.</summary>
    public long ReadSize(int size)
    {
        var at = Position;
        var value = ReadUnsigned(size);
        return value <= long.MaxValue ? (long)value : throw space.Error(at, $"the size {value} is impossible.");
    }

    /// <summary>A field of the superblock's "size of lengths".</summary>
    public long ReadLength() => ReadSize(space.Superblock.LengthSize);

    /// <summary>A field of the superblock's "size of offsets", as a file position, or <see cref="FileSpace.Undefined"/>.</summary>
    public long ReadAddress()
    {
        var at = Position;
        var size = space.Superblock.OffsetSize;
        var value = ReadUnsigned(size);
        if (value == ulong.MaxValue >> (64 - 8 * size))
            return FileSpace.Undefined;
        if (value > (ulong)(long.MaxValue - space.Superblock.Position))
            throw space.Error(at, $"the address {value} is far outside the file of {space.Length} bytes.");
        return (long)value + space.Superblock.Position;
    }

    public ReadOnlyMemory<byte> ReadBytes(long size)
    {
        var start = next;
        Take(size);
        return block.Slice(start, (int)size);
    }

    public BlockReader ReadBlock(long size)
    {
        var at = Position;
        return new BlockReader(space, ReadBytes(size), at);
    }

    public void Skip(long size) => Take(size);

    /// <summary>UTF-8 up to a zero byte; the block must hold that byte.</summary>
    public string ReadZeroTerminated()
    {
        var length = block.Span[next..].IndexOf((byte)0);
        if (length < 0)
            throw space.Error(Position, "a name has no terminating zero byte inside its block.");
        var text = Encoding.UTF8.GetString(Take(length));
        Skip(1);
        return text;
    }

    public void ExpectSignature(ReadOnlySpan<byte> signature, string what)
    {
        var at = Position;
        var found = Take(4);
        if (!found.SequenceEqual(signature))
            throw space.Error(at, $"expected the signature {Encoding.ASCII.GetString(signature)} of a {what}, found {Convert.ToHexString(found)}.");
    }

    public void ExpectVersion(int expected, string what)
    {
        var at = Position;
        var found = ReadByte();
        if (found != expected)
            throw space.Error(at, $"expected version {expected} of the {what}, found {found}.");
    }

    /// <summary>Compares the checksum field that comes next with the lookup3 hash of everything before it in this block.</summary>
    public void ExpectChecksum(string what)
    {
        var at = Position;
        var computed = Lookup3.Hash(block.Span[..next]);
        var stored = ReadUInt32();
        if (stored != computed)
            throw space.Error(at, $"the checksum of the {what} is {stored:x8}, but its bytes give {computed:x8}; the file is damaged.");
    }

    private ReadOnlySpan<byte> Take(long size)
    {
        if (size < 0 || size > Remaining)
            throw space.Error(Position, $"a field of {size} bytes does not fit the {Remaining} bytes left in its block.");
        var start = next;
        next += (int)size;
        return block.Span.Slice(start, (int)size);
    }
}
