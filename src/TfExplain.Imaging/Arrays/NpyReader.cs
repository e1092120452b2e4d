using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace TfExplain.Imaging.Arrays;

/// <summary>Reads <c>.npy</c> data of either byte order and memory order.</summary>
internal static class NpyReader
{
    public static NpyArray Read(ReadOnlySpan<byte> file, string name)
    {
        var header = NpyHeader.Decode(file, name);
        var data = file[header.DataOffset..];
        var count = CountOf(header, data.Length, name);
        data = data[..(count * header.ItemSize)];
        var swap = header.ByteOrder == '>';
        Array values = (header.Kind, header.ItemSize) switch
        {
            ('b', _) => Booleans(data),
            ('i', 1) => Copy<sbyte>(data),
            ('i', 2) => Swap(Copy<short>(data), swap, static v => BinaryPrimitives.ReverseEndianness(v)),
            ('i', 4) => Swap(Copy<int>(data), swap, static v => BinaryPrimitives.ReverseEndianness(v)),
            ('i', 8) => Swap(Copy<long>(data), swap, static v => BinaryPrimitives.ReverseEndianness(v)),
            ('u', 1) => Copy<byte>(data),
            ('u', 2) => Swap(Copy<ushort>(data), swap, static v => BinaryPrimitives.ReverseEndianness(v)),
            ('u', 4) => Swap(Copy<uint>(data), swap, static v => BinaryPrimitives.ReverseEndianness(v)),
            ('u', 8) => Swap(Copy<ulong>(data), swap, static v => BinaryPrimitives.ReverseEndianness(v)),
            ('f', 2) => Swap(Copy<Half>(data), swap, static v => BitConverter.Int16BitsToHalf(BinaryPrimitives.ReverseEndianness(BitConverter.HalfToInt16Bits(v)))),
            ('f', 4) => Swap(Copy<float>(data), swap, static v => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReverseEndianness(BitConverter.SingleToInt32Bits(v)))),
            ('f', 8) => Swap(Copy<double>(data), swap, static v => BitConverter.Int64BitsToDouble(BinaryPrimitives.ReverseEndianness(BitConverter.DoubleToInt64Bits(v)))),
            _ => Strings(data, count, header, name),
        };
        return new NpyArray(header.FortranOrder && header.Shape.Length > 1 ? ToRowMajor(values, header.Shape) : values, header.Shape);
    }

    private static int CountOf(NpyHeader header, int available, string name)
    {
        try
        {
            var count = header.Count;
            if (header.ItemSize > 0 ? checked(count * header.ItemSize) <= available : count <= available)
                return (int)count;
        }
        catch (OverflowException)
        {
            // Falls through to the same error: no file holds that many.
        }
        throw new NpyFormatException(name, $"the shape ({string.Join(", ", header.Shape)}) of {header.ItemSize}-byte elements needs more than the {available} bytes that follow byte {header.DataOffset}; the file is truncated");
    }

    private static T[] Copy<T>(ReadOnlySpan<byte> data) where T : unmanaged => MemoryMarshal.Cast<byte, T>(data).ToArray();

    private static T[] Swap<T>(T[] values, bool swap, Func<T, T> reverse)
    {
        for (var i = 0; swap && i < values.Length; i++)
            values[i] = reverse(values[i]);
        return values;
    }

    private static bool[] Booleans(ReadOnlySpan<byte> data)
    {
        var values = new bool[data.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = data[i] != 0;
        return values;
    }

    // Text is padded with zeros to the item size: UTF-32 for U, one byte a character for S.
    private static string[] Strings(ReadOnlySpan<byte> data, int count, NpyHeader header, string name)
    {
        var text = header.Kind == 'S' ? Encoding.Latin1 : header.ByteOrder == '>' ? new UTF32Encoding(true, false, true) : new UTF32Encoding(false, false, true);
        var values = new string[count];
        for (var i = 0; i < count; i++)
            try
            {
                values[i] = text.GetString(data.Slice(i * header.ItemSize, header.ItemSize)).TrimEnd('\0');
            }
            catch (ArgumentException e)
            {
                throw new NpyFormatException(name, $"the text element {i} at byte {header.DataOffset + i * header.ItemSize} is not UTF-32", e);
            }
        return values;
    }

    private static Array ToRowMajor(Array values, int[] shape) => values switch
    {
        bool[] v => ToRowMajor(v, shape),
        Half[] v => ToRowMajor(v, shape),
        float[] v => ToRowMajor(v, shape),
        double[] v => ToRowMajor(v, shape),
        string[] v => ToRowMajor(v, shape),
        byte[] v => ToRowMajor(v, shape),
        short[] v => ToRowMajor(v, shape),
        int[] v => ToRowMajor(v, shape),
        long[] v => ToRowMajor(v, shape),
        _ => throw new InvalidOperationException($"The element type {values.GetType().Name} has no row-major copy."),
    };

    private static T[] ToRowMajor<T>(T[] values, int[] shape)
    {
        // The strides of the first index varying fastest.
        var strides = new int[shape.Length];
        for (int axis = 0, stride = 1; axis < shape.Length; stride *= shape[axis++])
            strides[axis] = stride;
        // To the runtime an sbyte[] is also a byte[], and so on; a clone keeps the array's own type.
        var ordered = (T[])values.Clone();
        var index = new int[shape.Length];
        for (int to = 0, from = 0; to < ordered.Length; to++)
        {
            ordered[to] = values[from];
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < shape[axis])
                    break;
                from -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return ordered;
    }
}
