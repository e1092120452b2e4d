using System.Buffers.Binary;
using System.Runtime.InteropServices;
using TfExplain.Imaging.Arrays;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>
/// The IDX format of the MNIST files (LeCun): two zeros, the element type, the number of axes, the extents as big-endian 32-bit numbers, and the
/// elements, big endian in C order; plain or gzip.
/// </summary>
public static class IdxFile
{
    private const int MaxRank = 8;

    /// <summary>Reads an array: of <c>byte</c>, <c>sbyte</c>, <c>short</c>, <c>int</c>, <c>float</c> or <c>double</c> elements.</summary>
    /// <exception cref="DatasetException">The file is damaged, not complete, or of another format.</exception>
    public static NpyArray Load(string path) => DataFile.Read(path, stream => Read(stream, path));

    private static NpyArray Read(Stream stream, string name)
    {
        Span<byte> head = stackalloc byte[4 + 4 * MaxRank];
        if (stream.ReadAtLeast(head[..4], 4, throwOnEndOfStream: false) < 4 || head[0] != 0 || head[1] != 0)
            throw new DatasetException($"{name}: expected an IDX file, which begins with two zero bytes; found {Convert.ToHexString(head[..4])} at byte 0.");
        int size = ElementSize(head[2]), rank = head[3];
        if (size == 0) throw new DatasetException($"{name}: expected an element type 08, 09, 0B, 0C, 0D or 0E at byte 2; found {head[2]:X2}.");
        if (rank is < 1 or > MaxRank) throw new DatasetException($"{name}: expected 1 to {MaxRank} axes at byte 3; found {rank}.");
        stream.ReadExactly(head.Slice(4, 4 * rank));
        var shape = new int[rank];
        decimal bytes = size;
        for (var axis = 0; axis < rank; axis++)
        {
            var extent = BinaryPrimitives.ReadUInt32BigEndian(head[(4 + 4 * axis)..]);
            bytes *= extent;
            if (bytes > Array.MaxLength) throw new DatasetException($"{name}: expected an array of at most {Array.MaxLength} bytes; axis {axis}, {extent} long, at byte {4 + 4 * axis} makes it larger.");
            shape[axis] = (int)extent;
        }
        var data = Bytes.ReadExactly(stream, (long)bytes, name, 4 + 4 * rank);
        if (stream.ReadByte() >= 0) throw new DatasetException($"{name}: expected the file to end at byte {4 + 4 * rank + (long)bytes}, after [{string.Join(',', shape)}] elements of {size} bytes; found more.");
        return new(Elements(head[2], data), shape);
    }

    private static int ElementSize(byte type) => type switch { 0x08 or 0x09 => 1, 0x0B => 2, 0x0C or 0x0D => 4, 0x0E => 8, _ => 0 };

    private static Array Elements(byte type, byte[] data)
    {
        switch (type)
        {
            case 0x08:
                return data;
            case 0x09:
                return MemoryMarshal.Cast<byte, sbyte>(data).ToArray();
            case 0x0B:
                var shorts = MemoryMarshal.Cast<byte, short>(data).ToArray();
                if (BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(shorts, shorts);
                return shorts;
            case 0x0C:
                return Words(data);
            case 0x0D:
                return Array.ConvertAll(Words(data), BitConverter.Int32BitsToSingle);
            default:
                var longs = MemoryMarshal.Cast<byte, long>(data).ToArray();
                if (BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(longs, longs);
                return Array.ConvertAll(longs, BitConverter.Int64BitsToDouble);
        }
    }

    private static int[] Words(byte[] data)
    {
        var words = MemoryMarshal.Cast<byte, int>(data).ToArray();
        if (BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(words, words);
        return words;
    }
}
