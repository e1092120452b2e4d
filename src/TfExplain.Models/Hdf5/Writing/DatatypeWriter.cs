namespace TfExplain.Models.Hdf5.Writing;

/// <summary>Level 2A2d: the bytes of datatype messages, version 1.</summary>
internal static class DatatypeWriter
{
    private const byte FixedPoint = 0x10, FloatingPoint = 0x11, VariableLength = 0x19;
    private const byte Signed = 0x08, ImpliedLeadingOne = 0x20;

    public static int SizeOf(Hdf5Type type) => type switch
    {
        Hdf5Type.UInt8 => 1,
        Hdf5Type.Float16 => 2,
        Hdf5Type.Float32 => 4,
        _ => 8,
    };

    public static byte[] Number(Hdf5Type type) => type switch
    {
        Hdf5Type.Float16 => Float(2, 10, 5, 15),
        Hdf5Type.Float32 => Float(4, 23, 8, 127),
        Hdf5Type.Float64 => Float(8, 52, 11, 1023),
        Hdf5Type.Int64 => Integer(8, Signed),
        _ => Integer(1, 0),
    };

    /// <summary>A string of any length, in the global heap; the element is its length and its place there.</summary>
    public static byte[] VariableString(bool utf8) => new BlockWriter()
        .Bytes([VariableLength, 1, (byte)(utf8 ? 1 : 0), 0]).UInt32(16).Bytes(Integer(1, 0)).ToArray();

    private static byte[] Integer(int size, byte flags) => new BlockWriter()
        .Bytes([FixedPoint, flags, 0, 0]).UInt32((uint)size).UInt16(0).UInt16(8 * size).ToArray();

    private static byte[] Float(int size, int mantissa, int exponent, int bias) => new BlockWriter()
        .Bytes([FloatingPoint, ImpliedLeadingOne, (byte)(8 * size - 1), 0]).UInt32((uint)size).UInt16(0).UInt16(8 * size)
        .Bytes([(byte)mantissa, (byte)exponent, 0, (byte)mantissa]).UInt32((uint)bias).ToArray();
}
