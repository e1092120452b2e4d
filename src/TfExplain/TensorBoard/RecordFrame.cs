using System.Buffers.Binary;

namespace TfExplain.TensorBoard;

/// <summary>The frame of a record: its length (64 bits), the masked checksum of the length, the data, the masked checksum of the data; little-endian.</summary>
internal static class RecordFrame
{
    public const int HeaderLength = 12, FooterLength = 4, FrameLength = HeaderLength + FooterLength;

    /// <summary>No record of more than a quarter of a gibibyte is read.</summary>
    public const long MaximumLength = 1L << 28;

    public static byte[] Around(ReadOnlySpan<byte> data)
    {
        var record = new byte[data.Length + FrameLength];
        BinaryPrimitives.WriteInt64LittleEndian(record, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedCrc.Of(record.AsSpan(0, 8)));
        data.CopyTo(record.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderLength + data.Length), MaskedCrc.Of(data));
        return record;
    }

    /// <summary>The length that a header declares; null where its checksum does not fit.</summary>
    public static ulong? Length(ReadOnlySpan<byte> header) =>
        MaskedCrc.Of(header[..8]) == BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) ? BinaryPrimitives.ReadUInt64LittleEndian(header) : null;

    /// <summary>Whether the checksum behind the data fits.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> dataAndFooter) =>
        MaskedCrc.Of(dataAndFooter[..^FooterLength]) == BinaryPrimitives.ReadUInt32LittleEndian(dataAndFooter[^FooterLength..]);
}
