using System.Buffers.Binary;
using System.Numerics;

namespace TfExplain.TensorBoard;

/// <summary>CRC-32C as record files keep it: rotated right by 15 bits, plus 0xa282ead8, so that a checksum of checksums stays one.</summary>
internal static class MaskedCrc
{
    public static uint Of(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        for (; data.Length >= 8; data = data[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var value in data) crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }
}
