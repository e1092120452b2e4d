using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace TfExplain.Imaging.Arrays;

/// <summary>Writes format version 1.0: the data starts at a multiple of 64 bytes.</summary>
internal static class NpyWriter
{
    public static byte[] Write(NpyArray array)
    {
        var (descr, data) = Encode(array.Data);
        var shape = array.Shape.Length == 1 ? $"({array.Shape[0]},)" : $"({string.Join(", ", array.Shape)})";
        var header = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}";
        var length = (10 + header.Length + 1 + 63) / 64 * 64 - 10;
        var file = new byte[10 + length + data.Length];
        NpyHeader.Magic.CopyTo(file);
        file[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)length);
        Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n", file.AsSpan(10));
        data.CopyTo(file.AsSpan(10 + length));
        return file;
    }

    private static (string Descr, byte[] Data) Encode(Array values) => Type.GetTypeCode(values.GetType().GetElementType()) switch
    {
        TypeCode.Boolean => ("|b1", Array.ConvertAll((bool[])values, static value => value ? (byte)1 : (byte)0)),
        TypeCode.SByte => ("|i1", Bytes((sbyte[])values)),
        TypeCode.Byte => ("|u1", Bytes((byte[])values)),
        TypeCode.Int16 => ("<i2", Bytes((short[])values)),
        TypeCode.UInt16 => ("<u2", Bytes((ushort[])values)),
        TypeCode.Int32 => ("<i4", Bytes((int[])values)),
        TypeCode.UInt32 => ("<u4", Bytes((uint[])values)),
        TypeCode.Int64 => ("<i8", Bytes((long[])values)),
        TypeCode.UInt64 => ("<u8", Bytes((ulong[])values)),
        TypeCode.Single => ("<f4", Bytes((float[])values)),
        TypeCode.Double => ("<f8", Bytes((double[])values)),
        TypeCode.String => EncodeText((string[])values),
        _ => ("<f2", Bytes((Half[])values)),
    };

    private static byte[] Bytes<T>(T[] values) where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static (string Descr, byte[] Data) EncodeText(string[] values)
    {
        var encoded = Array.ConvertAll(values, Encoding.UTF32.GetBytes);
        var size = Math.Max(4, encoded.Max(static bytes => (int?)bytes.Length) ?? 0);
        var data = new byte[checked(size * values.Length)];
        for (var i = 0; i < values.Length; i++)
            encoded[i].CopyTo(data.AsSpan(i * size));
        return ($"<U{size / 4}", data);
    }
}
