using System.Buffers.Binary;

namespace TfExplain.Imaging.Jpeg;

/// <summary>Walks a JPEG file's marker segments.</summary>
internal sealed class JpegFile(ReadOnlyMemory<byte> file, string fileName)
{
    public ReadOnlySpan<byte> Bytes => file.Span;

    /// <summary>Where the next marker is looked for.</summary>
    public int Position { get; set; }

    /// <summary>Offset of the current segment's data, and its length.</summary>
    public int Offset { get; private set; }

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Data => file.Span.Slice(Offset, Length);

    /// <summary>The next marker, past fill bytes and whatever stands where a marker should; 0 at the end of the file.</summary>
    public int NextMarker()
    {
        var bytes = file.Span;
        while (Position < bytes.Length)
        {
            if (bytes[Position++] != 0xFF)
                continue;
            while (Position < bytes.Length && bytes[Position] == 0xFF)
                Position++;
            if (Position < bytes.Length && bytes[Position++] is var marker and not 0)
                return marker;
        }
        return 0;
    }

    /// <summary>Reads the segment that follows its marker; false when the file ends within it.</summary>
    public bool TryReadSegment()
    {
        Offset = Position;
        if (file.Length - Position < 2)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(file.Span[Position..]);
        if (length < 2)
            throw Error($"expected a segment length of at least 2, found {length}");
        if (file.Length - Position < length)
            return false;
        (Offset, Length) = (Position + 2, length - 2);
        Position += length;
        return true;
    }

    public ImageFormatException Error(string reason) => new(fileName, Offset, reason);
}
