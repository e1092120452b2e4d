using System.Buffers.Binary;
using System.Text;

namespace TfExplain.Tests.Data;

/// <summary>Writes pickles of protocol 2 opcode by opcode, as Python 2 wrote those of CIFAR.</summary>
internal static class CifarPickle
{
    public static byte[] Batch(byte[][] pictures, params (string Name, int[] Classes)[] labels) =>
    [
        0x80, 2, .. "}q\u0001("u8,
        .. Text("batch_label"), .. "q\u0002"u8, .. Text("training batch 1 of 5"), .. "q\u0003"u8,
        .. labels.SelectMany(l => (byte[])[.. Text(l.Name), .. "]r"u8, 4, 1, 0, 0, .. "("u8, .. l.Classes.SelectMany(c => (byte[])[(byte)'K', (byte)c]), (byte)'e']),
        .. Text("data"), .. Array([pictures.Length, 3072], [.. pictures.SelectMany(p => p)]),
        .. Text("filenames"), .. "]("u8, .. pictures.SelectMany((_, i) => Text($"picture_{i}.png")), .. "eu."u8,
    ];

    public static byte[] Names(params (string Name, string[] Values)[] lists) =>
        [0x80, 2, .. "}q\u0001("u8, .. lists.SelectMany(l => (byte[])[.. Text(l.Name), .. "]("u8, .. l.Values.SelectMany(Text), (byte)'e']), .. "u."u8];

    public static byte[] Text(string text) => [(byte)'U', (byte)text.Length, .. Encoding.Latin1.GetBytes(text)];

    public static byte[] Array(int[] shape, byte[] data, string type = "u1") =>
    [
        .. "cnumpy.core.multiarray\n_reconstruct\nq\u0005cnumpy\nndarray\nq\u0006K\0"u8, 0x85, .. Text("b"), 0x87, .. "Rq\u0007(K\u0001"u8,
        .. shape.SelectMany(Number), (byte)(0x84 + shape.Length), .. "cnumpy\ndtype\nq\u0008"u8, .. Text(type), .. "K\0K\u0001"u8, 0x87,
        .. "Rq\u0009(K\u0003"u8, .. Text("|"), .. "NNN"u8, .. Number(-1), .. Number(-1), .. "K\0tb"u8, 0x89, (byte)'T', .. Word(data.Length), .. data, .. "tb"u8,
    ];

    private static byte[] Number(int value) => [(byte)'J', .. Word(value)];

    private static byte[] Word(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
