using System.Buffers.Binary;

namespace TfExplain.Imaging.Jpeg;

/// <summary>The orientation tag (0x0112) of an Exif segment: how the stored rows lie in the upright picture.</summary>
internal static class ExifOrientation
{
    public const int Upright = 1;

    /// <summary>1 to 8; 1 when the segment has no such tag or cannot be read.</summary>
    public static int Read(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith("Exif\0\0"u8))
            return Upright;
        var tiff = segment[6..];
        var little = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || !(little || tiff.StartsWith("MM\0*"u8)))
            return Upright;
        var at = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (at > tiff.Length - 2)
            return Upright;
        var entries = Number(tiff[(int)at..], little);
        for (var entry = tiff[((int)at + 2)..]; entries > 0 && entry.Length >= 12; entries--, entry = entry[12..])
            if (Number(entry, little) == 0x112)
                return Number(entry[8..], little) is var value and >= 1 and <= 8 ? value : Upright;
        return Upright;
    }

    /// <summary>The upright picture: mirrored (2, 4, 5, 7), upside down (3, 4), and rows turned into columns (5 to 8).</summary>
    public static Image Apply(Image stored, int orientation)
    {
        if (orientation == Upright)
            return stored;
        var transposed = orientation >= 5;
        bool fromRight = orientation is 2 or 3 or 7 or 8, fromBottom = orientation is 3 or 4 or 6 or 7;
        var upright = transposed ? new Image(stored.Height, stored.Width, stored.Channels) : new Image(stored.Width, stored.Height, stored.Channels);
        var size = stored.Channels;
        for (var y = 0; y < upright.Height; y++)
            for (var x = 0; x < upright.Width; x++)
            {
                var (column, row) = transposed ? (y, x) : (x, y);
                if (fromRight)
                    column = stored.Width - 1 - column;
                if (fromBottom)
                    row = stored.Height - 1 - row;
                stored.Row(row).Slice(column * size, size).CopyTo(upright.Row(y)[(x * size)..]);
            }
        return upright;
    }

    private static int Number(ReadOnlySpan<byte> data, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(data) : BinaryPrimitives.ReadUInt16BigEndian(data);
}
