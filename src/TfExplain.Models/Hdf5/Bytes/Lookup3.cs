using System.Buffers.Binary;
using static System.Numerics.BitOperations;

namespace TfExplain.Models.Hdf5;

/// <summary>Bob Jenkins' lookup3 hash (initial value 0): the checksum of all newer metadata.</summary>
internal static class Lookup3
{
    public static uint Hash(ReadOnlySpan<byte> bytes)
    {
        uint a = 0xdeadbeef + (uint)bytes.Length, b = a, c = a;
        if (bytes.IsEmpty)
            return c;
        for (; bytes.Length > 12; bytes = bytes[12..])
        {
            a += BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            b += BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            c += BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
            a = (a - c) ^ RotateLeft(c, 4);
            c += b;
            b = (b - a) ^ RotateLeft(a, 6);
            a += c;
            c = (c - b) ^ RotateLeft(b, 8);
            b += a;
            a = (a - c) ^ RotateLeft(c, 16);
            c += b;
            b = (b - a) ^ RotateLeft(a, 19);
            a += c;
            c = (c - b) ^ RotateLeft(b, 4);
            b += a;
        }
        Span<byte> tail = stackalloc byte[12];
        tail.Clear();
        bytes.CopyTo(tail);
        a += BinaryPrimitives.ReadUInt32LittleEndian(tail);
        b += BinaryPrimitives.ReadUInt32LittleEndian(tail[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(tail[8..]);
        c = (c ^ b) - RotateLeft(b, 14);
        a = (a ^ c) - RotateLeft(c, 11);
        b = (b ^ a) - RotateLeft(a, 25);
        c = (c ^ b) - RotateLeft(b, 16);
        a = (a ^ c) - RotateLeft(c, 4);
        b = (b ^ a) - RotateLeft(a, 14);
        return (c ^ b) - RotateLeft(b, 24);
    }
}
