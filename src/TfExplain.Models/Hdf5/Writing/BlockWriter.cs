using System.Buffers.Binary;

namespace TfExplain.Models.Hdf5.Writing;

/// <summary>Builds a small block of metadata, little-endian.</summary>
internal sealed class BlockWriter
{
    private byte[] _bytes = new byte[64];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public BlockWriter Byte(int value)
    {
        Extend(1)[0] = checked((byte)value);
        return this;
    }

    public BlockWriter UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(Extend(2), checked((ushort)value));
        return this;
    }

    public BlockWriter UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Extend(4), value);
        return this;
    }

    public BlockWriter Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Extend(8), value);
        return this;
    }

    public BlockWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Extend(bytes.Length));
        return this;
    }

    public BlockWriter Zeros(int count)
    {
        Extend(count).Clear();
        return this;
    }

    /// <summary>Ends the block with the checksum of all before.</summary>
    public BlockWriter Checksum() => UInt32(Lookup3.Hash(Written));

    public byte[] ToArray() => Written.ToArray();

    private Span<byte> Extend(int count)
    {
        if (Length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(Length + count, 2 * _bytes.Length));
        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
