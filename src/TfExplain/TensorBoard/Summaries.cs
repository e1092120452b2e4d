using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using TfExplain.TensorBoard.Protos;

namespace TfExplain.TensorBoard;

/// <summary>The messages that TensorFlow's own <c>tf.summary</c> functions write: a tensor and the name of the plugin that shows it.</summary>
internal static class Summaries
{
    public static Summary.Types.Value Value(string tag, string plugin, TensorProto tensor, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var metadata = new SummaryMetadata { SummaryDescription = description ?? "" };
        if (plugin.Length > 0) metadata.PluginData = new() { PluginName = plugin };
        // A plain tensor has no metadata at all.
        return new() { Tag = tag, Tensor = tensor, Metadata = plugin.Length > 0 || metadata.SummaryDescription.Length > 0 ? metadata : null };
    }

    public static TensorProto Singles(ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        var content = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(content.AsSpan(i * sizeof(float)), values[i]);
        return Packed(TensorDecoder.Float, shape, content);
    }

    public static TensorProto Doubles(ReadOnlySpan<int> shape, ReadOnlySpan<double> values)
    {
        var content = new byte[values.Length * sizeof(double)];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(content.AsSpan(i * sizeof(double)), values[i]);
        return Packed(TensorDecoder.Double, shape, content);
    }

    public static TensorProto Strings(ReadOnlySpan<int> shape, IEnumerable<ByteString> values)
    {
        var tensor = new TensorProto { Dtype = TensorDecoder.String, TensorShape = ShapeOf(shape) };
        tensor.StringVal.AddRange(values);
        return tensor;
    }

    /// <summary>Width and height in digits, then the encoded pictures.</summary>
    public static TensorProto Pictures(int width, int height, IReadOnlyList<byte[]> encoded) =>
        Strings([encoded.Count + 2], [Digits(width), Digits(height), .. encoded.Select(UnsafeWrap)]);

    public static TensorShapeProto ShapeOf(ReadOnlySpan<int> extents)
    {
        var shape = new TensorShapeProto();
        foreach (var extent in extents) shape.Dim.Add(new TensorShapeProto.Types.Dim { Size = extent });
        return shape;
    }

    private static TensorProto Packed(int type, ReadOnlySpan<int> shape, byte[] content) =>
        new() { Dtype = type, TensorShape = ShapeOf(shape), TensorContent = UnsafeByteOperations.UnsafeWrap(content) };

    private static ByteString Digits(int number) => ByteString.CopyFromUtf8(number.ToString(CultureInfo.InvariantCulture));

    private static ByteString UnsafeWrap(byte[] bytes) => UnsafeByteOperations.UnsafeWrap(bytes);
}
