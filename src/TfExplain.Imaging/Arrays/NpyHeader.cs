using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace TfExplain.Imaging.Arrays;

/// <summary>The head of a <c>.npy</c> file: magic, version, and a Python dictionary literal of the keys descr, fortran_order and shape.</summary>
internal sealed record NpyHeader(char ByteOrder, char Kind, int ItemSize, bool FortranOrder, int[] Shape, int DataOffset)
{
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public long Count
    {
        get
        {
            long count = 1;
            foreach (var size in Shape)
                count = checked(count * size);
            return count;
        }
    }

    public static NpyHeader Decode(ReadOnlySpan<byte> file, string name)
    {
        if (!file.StartsWith(Magic))
            throw new NpyFormatException(name, $"expected the NumPy signature {Convert.ToHexString(Magic)} at byte 0, found {Convert.ToHexString(file[..Math.Min(6, file.Length)])}");
        var sizeBytes = file.Length > 6 && file[6] == 1 ? 2 : 4;
        if (file.Length < 8 + sizeBytes)
            throw new NpyFormatException(name, $"the file ends within the header, at byte {file.Length}");
        if (file[6] is < 1 or > 3)
            throw new NpyFormatException(name, $"expected format version 1, 2 or 3 at byte 6, found {file[6]}");
        var length = sizeBytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(file[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(file[8..]);
        var offset = 8 + sizeBytes;
        if (length > file.Length - offset)
            throw new NpyFormatException(name, $"the header declares {length} bytes, but the file has {file.Length - offset} after byte {offset}");
        var text = Encoding.Latin1.GetString(file.Slice(offset, (int)length));
        var (order, kind, size) = ParseType(Value(text, "descr", name), name);
        return new NpyHeader(order, kind, size, ParseOrder(Value(text, "fortran_order", name), name), ParseShape(Value(text, "shape", name), name), offset + (int)length);
    }

    private static string Value(string header, string key, string name)
    {
        var at = header.IndexOf($"'{key}'", StringComparison.Ordinal);
        var colon = at < 0 ? -1 : header.IndexOf(':', at);
        if (colon < 0)
            throw new NpyFormatException(name, $"the header has no key '{key}': {Shortened(header)}");
        return header[(colon + 1)..].TrimStart();
    }

    private static (char Order, char Kind, int Size) ParseType(string value, string name)
    {
        var end = value.Length > 1 && value[0] == '\'' ? value.IndexOf('\'', 1) : -1;
        var type = end < 0 ? "" : value[1..end];
        if (type.Length >= 3 && type[0] is '<' or '>' or '|' or '=' && int.TryParse(type.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && (type[1], size) is ('f', 2 or 4 or 8) or ('i' or 'u', 1 or 2 or 4 or 8) or ('b', 1) or ('S' or 'U', >= 0 and <= 1 << 20))
            return (type[0], type[1], type[1] == 'U' ? 4 * size : size);
        throw new NpyFormatException(name, $"the element type {Shortened(end < 0 ? value : value[..(end + 1)])} cannot be read; expected a float, integer, Boolean or text type such as '<f4' (in NumPy: array.astype('float32'))");
    }

    private static bool ParseOrder(string value, string name) =>
        value.StartsWith("True", StringComparison.Ordinal) ? true
        : value.StartsWith("False", StringComparison.Ordinal) ? false
        : throw new NpyFormatException(name, $"expected True or False as fortran_order, found {Shortened(value)}");

    private static int[] ParseShape(string value, string name)
    {
        var end = value.StartsWith('(') ? value.IndexOf(')', StringComparison.Ordinal) : -1;
        if (end < 0)
            throw new NpyFormatException(name, $"expected a tuple as shape, found {Shortened(value)}");
        var sizes = new List<int>();
        foreach (var part in value[1..end].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            sizes.Add(int.TryParse(part.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size
                : throw new NpyFormatException(name, $"expected sizes from 0 to {int.MaxValue} in the shape, found {Shortened(part)}"));
        if (sizes.Count > 32)
            throw new NpyFormatException(name, $"expected at most 32 dimensions, found {sizes.Count}");
        return [.. sizes];
    }

    private static string Shortened(string text) => text.Length <= 60 ? text.TrimEnd() : text[..60] + "...";
}
