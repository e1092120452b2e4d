using System.Buffers.Binary;
using System.Text;

namespace TfExplain.Imaging.Png;

/// <summary>Walks a PNG file's chunks: length, type, data, CRC-32 of type and data.</summary>
internal sealed class PngChunkReader(ReadOnlyMemory<byte> file, string fileName)
{
    private int next = Signature.Length;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>The current chunk's four letters.</summary>
    public string Type { get; private set; } = "";

    /// <summary>Offset of the current chunk's data in the file.</summary>
    public int Offset { get; private set; }

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Data => file.Span.Slice(Offset, Length);

    /// <summary>A chunk whose first letter is a capital must be understood to show the image.</summary>
    public bool IsCritical => (Type[0] & 0x20) == 0;

    public void CheckSignature()
    {
        if (file.Span.StartsWith(Signature))
            return;
        throw new ImageFormatException(fileName, 0, file.Length < Signature.Length
            ? "the file ends within the PNG signature"
            : $"expected the PNG signature {Convert.ToHexString(Signature)}, found {Convert.ToHexString(file.Span[..8])}; the file was probably changed by a text-mode transfer");
    }

    /// <summary>Moves to the next chunk and checks its CRC.</summary>
    public void Read()
    {
        Offset = next;
        var rest = file.Span[next..];
        if (rest.Length < 12)
            throw Error($"the file ends {(rest.IsEmpty ? "without an IEND chunk" : "within a chunk")}; it is truncated");
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        var type = rest.Slice(4, 4);
        foreach (var letter in type)
            if (!char.IsAsciiLetter((char)letter))
                throw Error($"expected a chunk name of four letters, found the bytes {Convert.ToHexString(type)}");
        Type = NameOf(type);
        if (length > (uint)(rest.Length - 12))
            throw Error($"the {Type} chunk declares {length} bytes, but {rest.Length - 12} are left in the file; it is truncated or damaged");
        (Offset, Length) = (next + 8, (int)length);
        next = Offset + Length + 4;
        var stored = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + Length)..]);
        var computed = Crc32.Compute(rest.Slice(4, 4 + Length));
        if (stored != computed)
            throw Error($"the {Type} chunk's CRC is {stored:X8}, but its data gives {computed:X8}; the file is damaged");
    }

    public ImageFormatException Error(string reason, Exception? inner = null) => new(fileName, Offset, reason, inner);

    private static string NameOf(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("IDAT"u8) ? "IDAT" : type.SequenceEqual("IHDR"u8) ? "IHDR" : type.SequenceEqual("IEND"u8) ? "IEND" : Encoding.ASCII.GetString(type);
}
