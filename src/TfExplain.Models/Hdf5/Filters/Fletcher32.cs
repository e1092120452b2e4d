using System.Buffers.Binary;

namespace TfExplain.Models.Hdf5;

/// <summary>A checksum of big-endian 16-bit words after the data.</summary>
internal static class Fletcher32
{
    public static byte[] Verify(FileSpace space, byte[] bytes, long position)
    {
        if (bytes.Length < 4)
            throw space.Error(position, $"a chunk of {bytes.Length} bytes has no room for its fletcher32 checksum.");
        var data = bytes[..^4];
        var stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(data.Length));
        var computed = Sum(data);
        return stored == computed
            ? data
            : throw space.Error(position, $"the fletcher32 checksum of a chunk is {stored:x8}, but its bytes give {computed:x8}; the data are damaged.");
    }

    private static uint Sum(ReadOnlySpan<byte> data)
    {
        const int wordsBeforeOverflow = 360;
        uint low = 0, high = 0;
        while (data.Length > 1)
        {
            var words = Math.Min(data.Length / 2, wordsBeforeOverflow);
            for (var i = 0; i < words; i++)
            {
                low += BinaryPrimitives.ReadUInt16BigEndian(data[(2 * i)..]);
                high += low;
            }
            low = Fold(low);
            high = Fold(high);
            data = data[(2 * words)..];
        }
        if (data.Length == 1)
        {
            low += (uint)data[0] << 8;
            high += low;
            low = Fold(low);
            high = Fold(high);
        }
        return Fold(high) << 16 | Fold(low);
    }

    private static uint Fold(uint sum) => (sum & 0xffff) + (sum >> 16);
}
