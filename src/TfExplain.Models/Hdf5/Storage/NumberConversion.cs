using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TfExplain.Models.Hdf5;

/// <summary>Turns encoded numbers into the number type that was asked for.</summary>
internal static class NumberConversion
{
    /// <summary>Whether the encoding is that of <typeparamref name="T"/> in memory, but for the byte order.</summary>
    public static bool IsSame<T>(Datatype type) => type switch
    {
        FloatingPoint { IsSingle: true } => typeof(T) == typeof(float),
        FloatingPoint { IsDouble: true } => typeof(T) == typeof(double),
        FixedPoint { IsPlain: true, Signed: true, Size: 8 } => typeof(T) == typeof(long),
        _ => false,
    };

    /// <summary>Brings elements of 1, 2, 4 or 8 bytes into this machine's byte order, in place.</summary>
    public static void ToNative(Datatype type, Span<byte> elements)
    {
        var big = type is FloatingPoint { BigEndian: true } or FixedPoint { BigEndian: true };
        if (big != BitConverter.IsLittleEndian || type.Size == 1)
            return;
        if (type.Size == 2)
            Reverse(MemoryMarshal.Cast<byte, ushort>(elements), BinaryPrimitives.ReverseEndianness);
        else if (type.Size == 4)
            Reverse(MemoryMarshal.Cast<byte, uint>(elements), BinaryPrimitives.ReverseEndianness);
        else if (type.Size == 8)
            Reverse(MemoryMarshal.Cast<byte, ulong>(elements), BinaryPrimitives.ReverseEndianness);
    }

    /// <summary>Converts every element; the encoded bytes are used up.</summary>
    /// <exception cref="OverflowException">An integer does not fit <typeparamref name="T"/>.</exception>
    /// <exception cref="NotSupportedException">The type does not hold such numbers.</exception>
    public static void Convert<T>(Datatype type, Span<byte> elements, Span<T> numbers)
        where T : struct, INumberBase<T>
    {
        if (type is FixedPoint { IsPlain: true } or FloatingPoint { IsHalf: true } or FloatingPoint { IsSingle: true } or FloatingPoint { IsDouble: true })
            ToNative(type, elements);
        var integers = typeof(T) == typeof(long);
        switch (type)
        {
            case FixedPoint { IsPlain: true, Signed: true, Size: 1 }: Cast<sbyte, T>(elements, numbers); break;
            case FixedPoint { IsPlain: true, Signed: true, Size: 2 }: Cast<short, T>(elements, numbers); break;
            case FixedPoint { IsPlain: true, Signed: true, Size: 4 }: Cast<int, T>(elements, numbers); break;
            case FixedPoint { IsPlain: true, Signed: true, Size: 8 }: Cast<long, T>(elements, numbers); break;
            case FixedPoint { IsPlain: true, Signed: false, Size: 1 }: Cast<byte, T>(elements, numbers); break;
            case FixedPoint { IsPlain: true, Signed: false, Size: 2 }: Cast<ushort, T>(elements, numbers); break;
            case FixedPoint { IsPlain: true, Signed: false, Size: 4 }: Cast<uint, T>(elements, numbers); break;
            case FixedPoint { IsPlain: true, Signed: false, Size: 8 }: Cast<ulong, T>(elements, numbers); break;
            case FixedPoint { Size: <= 8 } padded:
                for (var i = 0; i < numbers.Length; i++)
                {
                    BitsToInteger(padded, elements.Slice(i * padded.Size, padded.Size), out var value);
                    numbers[i] = padded.Signed ? T.CreateChecked(value) : T.CreateChecked((ulong)value);
                }
                break;
            case FloatingPoint { IsHalf: true } when !integers: Cast<Half, T>(elements, numbers); break;
            case FloatingPoint { IsSingle: true } when !integers: Cast<float, T>(elements, numbers); break;
            case FloatingPoint { IsDouble: true } when !integers: Cast<double, T>(elements, numbers); break;
            case FloatingPoint { Size: <= 8 } other when !integers:
                for (var i = 0; i < numbers.Length; i++)
                    numbers[i] = T.CreateChecked(BitsToDouble(other, elements.Slice(i * other.Size, other.Size)));
                break;
            default: throw new NotSupportedException();
        }
    }

    /// <summary>An integer of up to 8 bytes with padding bits; unsigned 64-bit values keep their bits.</summary>
    public static void BitsToInteger(FixedPoint type, ReadOnlySpan<byte> element, out long value)
    {
        var bits = Bits(element, type.BigEndian) >> type.BitOffset;
        var unused = 64 - type.Precision;
        value = type.Signed ? (long)(bits << unused) >> unused : (long)(bits << unused >> unused);
    }

    private static double BitsToDouble(FloatingPoint type, ReadOnlySpan<byte> element)
    {
        var bits = Bits(element, type.BigEndian);
        var exponent = (int)(bits >> type.ExponentBit & (1UL << type.ExponentSize) - 1);
        var mantissa = bits >> type.MantissaBit & (1UL << type.MantissaSize) - 1;
        var sign = (bits >> type.SignBit & 1) != 0 ? -1.0 : 1.0;
        if (exponent == (1 << type.ExponentSize) - 1)
            return mantissa == 0 ? sign * double.PositiveInfinity : double.NaN;
        // Subnormal numbers have no implied bit and the smallest exponent.
        var implied = type.ImpliedBit && exponent != 0 ? 1UL << type.MantissaSize : 0;
        var scale = Math.Max(exponent, type.ImpliedBit ? 1 : 0) - (long)type.Bias - type.MantissaSize;
        return sign * Math.ScaleB((double)(mantissa | implied), (int)Math.Max(scale, int.MinValue));
    }

    private static ulong Bits(ReadOnlySpan<byte> element, bool bigEndian)
    {
        ulong bits = 0;
        for (var i = 0; i < element.Length; i++)
            bits = bits << 8 | element[bigEndian ? i : element.Length - 1 - i];
        return bits;
    }

    private delegate void ReverseAll<T>(ReadOnlySpan<T> from, Span<T> to);

    private static void Reverse<T>(Span<T> values, ReverseAll<T> reverse) => reverse(values, values);

    private static void Cast<TFrom, T>(ReadOnlySpan<byte> elements, Span<T> numbers)
        where TFrom : struct, INumberBase<TFrom>
        where T : struct, INumberBase<T>
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(elements);
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = T.CreateChecked(from[i]);
    }
}
