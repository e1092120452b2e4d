namespace TfExplain.Models.Hdf5;

/// <summary>A binary floating-point number whose bit fields may lie anywhere.</summary>
/// <remarks><c>ImpliedBit</c>: Whether the mantissa's leading 1 is not stored.</remarks>
internal sealed record FloatingPoint(
    int Size, bool BigEndian, int SignBit, int ExponentBit, int ExponentSize, int MantissaBit, int MantissaSize, uint Bias, bool ImpliedBit) : Datatype(Size)
{
    /// <summary>The upper half of a float32.</summary>
    public static FloatingPoint BFloat16 { get; } = new(2, false, 15, 7, 8, 0, 7, 127, true);

    public bool IsHalf => Matches(2, 10, 5, 15);

    public bool IsSingle => Matches(4, 23, 8, 127);

    public bool IsDouble => Matches(8, 52, 11, 1023);

    public bool IsBFloat16 => Matches(2, 7, 8, 127);

    public override string ToString() =>
        IsHalf || IsSingle || IsDouble ? $"{(BigEndian ? '>' : '<')}f{Size}"
        : IsBFloat16 ? "bfloat16"
        : $"float(bytes={Size}, exponent={ExponentSize}, mantissa={MantissaSize})";

    private bool Matches(int size, int mantissa, int exponent, uint bias) =>
        Size == size && ImpliedBit && MantissaBit == 0 && MantissaSize == mantissa && ExponentBit == mantissa
        && ExponentSize == exponent && SignBit == 8 * size - 1 && Bias == bias;

    public static FloatingPoint Read(BlockReader reader, int size, uint bits)
    {
        var at = reader.Position;
        reader.Skip(4); // bit offset and precision; the fields below say the same
        int exponentBit = reader.ReadByte(), exponentSize = reader.ReadByte(), mantissaBit = reader.ReadByte(), mantissaSize = reader.ReadByte();
        var bias = reader.ReadUInt32();
        var sign = (int)(bits >> 8 & 255);
        if ((bits & 0x40) != 0)
            throw reader.Space.Error(at, "VAX floating-point numbers are not supported.");
        if (sign >= 8L * size || exponentBit + exponentSize > 8L * size || mantissaBit + mantissaSize > 8L * size || exponentSize is 0 or > 15 || mantissaSize is 0 or > 63)
            throw reader.Space.Error(at, $"a floating-point number of {size} bytes cannot have {exponentSize} exponent bits at {exponentBit} and {mantissaSize} mantissa bits at {mantissaBit}.");
        return new FloatingPoint(size, (bits & 1) != 0, sign, exponentBit, exponentSize, mantissaBit, mantissaSize, bias, (bits >> 4 & 3) == 2);
    }
}
