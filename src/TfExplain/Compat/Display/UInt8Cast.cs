using System.Numerics;

namespace TfExplain;

/// <summary>The two ways in which numbers become bytes on an x86 processor.</summary>
internal static class UInt8Cast
{
    /// <summary>The fraction is cut off and the rest taken modulo 256, as NumPy casts; 0 for NaN and beyond 32 bits.</summary>
    public static byte Wrap<T>(T value) where T : IFloatingPoint<T>
    {
        var number = double.CreateTruncating(value);
        return Math.Abs(number) < int.MaxValue ? unchecked((byte)(int)number) : (byte)0;
    }

    /// <summary>TensorFlow's cast: whole packets of 32 elements saturate, the remaining n mod 32 elements wrap.</summary>
    public static byte[] Packets(ReadOnlySpan<double> values)
    {
        var bytes = new byte[values.Length];
        var packets = values.Length / 32 * 32;
        for (var i = 0; i < values.Length; i++) bytes[i] = i < packets ? Saturate(values[i]) : Wrap(values[i]);
        return bytes;
    }

    private static byte Saturate(double value) => double.IsNaN(value) ? (byte)0 : (byte)Math.Clamp(value, 0, 255);
}
