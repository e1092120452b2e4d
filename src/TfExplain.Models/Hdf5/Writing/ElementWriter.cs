using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace TfExplain.Models.Hdf5.Writing;

/// <summary>Writes numbers as elements of data sets, little-endian. Where memory has that order already, they go out as they lie there.</summary>
internal static class ElementWriter
{
    private const int Block = 4096;

    public static void Singles(Stream stream, ReadOnlySpan<float> values)
    {
        // A span of memory has at most 2^31 bytes, an array of weights may have more.
        for (; values.Length > 0; values = values[Math.Min(values.Length, 1 << 24)..])
        {
            var part = values[..Math.Min(values.Length, 1 << 24)];
            if (BitConverter.IsLittleEndian) stream.Write(MemoryMarshal.AsBytes(part));
            else foreach (var value in part) Int64(stream, BitConverter.SingleToInt32Bits(value), sizeof(float));
        }
    }

    /// <summary>Rounds to float16, to the nearest even; what is beyond its range becomes infinite.</summary>
    public static void Halves(Stream stream, ReadOnlySpan<float> values)
    {
        Span<Half> halves = stackalloc Half[Block];
        for (; values.Length > 0; values = values[Math.Min(values.Length, Block)..])
        {
            var part = halves[..Math.Min(values.Length, Block)];
            TensorPrimitives.ConvertToHalf(values[..part.Length], part);
            if (BitConverter.IsLittleEndian) stream.Write(MemoryMarshal.AsBytes(part));
            else foreach (var value in part) Int64(stream, BitConverter.HalfToInt16Bits(value), sizeof(short));
        }
    }

    public static void Doubles(Stream stream, ReadOnlySpan<double> values)
    {
        foreach (var value in values) Int64(stream, BitConverter.DoubleToInt64Bits(value), sizeof(double));
    }

    public static void Int64(Stream stream, long value, int size = sizeof(long))
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        stream.Write(bytes[..size]);
    }
}
