using System.Buffers.Binary;
using TfExplain.TensorBoard.Protos;

namespace TfExplain.TensorBoard;

/// <summary>Reads TensorFlow's <c>TensorProto</c>. Every size is held against the bytes that are there before anything is allocated.</summary>
internal static class TensorDecoder
{
    public const int Float = 1, Double = 2, String = 7;

    /// <summary>How many elements a tensor may repeat its last value for.</summary>
    private const int MaximumRepeated = 1 << 16;

    /// <exception cref="InvalidDataException">The shape and the values do not agree, or the type is not known.</exception>
    public static LogTensor Decode(TensorProto tensor)
    {
        var shape = ShapeOf(tensor.TensorShape);
        var count = shape.Aggregate(1L, (product, extent) => extent == 0 ? 0 : product > int.MaxValue ? product : product * extent);
        return tensor.Dtype == String
            ? LogTensor.Of(shape, Fill(tensor.StringVal, count, ReadOnlyMemory<byte>.Empty, s => s.Memory))
            : LogTensor.Of(shape, tensor.TensorContent.IsEmpty ? Listed(tensor, count) : Packed(tensor.TensorContent.Span, tensor.Dtype, count));
    }

    private static int[] ShapeOf(TensorShapeProto? shape)
    {
        if (shape is null) return [];
        if (shape.UnknownRank || shape.Dim.Count > 64) throw new InvalidDataException("the shape of a tensor is not known");
        return [.. shape.Dim.Select(d => d.Size is >= 0 and <= int.MaxValue ? (int)d.Size : throw new InvalidDataException($"a tensor has the extent {d.Size}"))];
    }

    private static double[] Listed(TensorProto tensor, long count) => tensor.Dtype switch
    {
        Float => Fill(tensor.FloatVal, count, 0.0, v => v),
        Double => Fill(tensor.DoubleVal, count, 0.0, v => v),
        3 or 4 or 5 or 6 => Fill(tensor.IntVal, count, 0.0, v => v),
        9 => Fill(tensor.Int64Val, count, 0.0, v => v),
        10 => Fill(tensor.BoolVal, count, 0.0, v => v ? 1.0 : 0.0),
        _ => throw UnknownType(tensor.Dtype),
    };

    /// <summary>The listed values; the last one stands for all that follow.</summary>
    private static TTo[] Fill<TFrom, TTo>(IReadOnlyList<TFrom> listed, long count, TTo none, Func<TFrom, TTo> convert)
    {
        if (listed.Count > count || (count > MaximumRepeated && listed.Count < count)) throw new InvalidDataException($"a tensor of {count} elements lists {listed.Count} values");
        var values = new TTo[count];
        for (var i = 0; i < listed.Count; i++) values[i] = convert(listed[i]);
        values.AsSpan(listed.Count).Fill(listed.Count > 0 ? values[listed.Count - 1] : none);
        return values;
    }

    private static double[] Packed(ReadOnlySpan<byte> content, int type, long count)
    {
        var size = type switch { Double or 9 or 23 => 8, Float or 3 or 22 => 4, 5 or 17 or 19 => 2, 4 or 6 or 10 => 1, _ => throw UnknownType(type) };
        if (content.Length != count * size) throw new InvalidDataException($"a tensor of {count} elements of {size} bytes holds {content.Length} bytes");
        var values = new double[count];
        for (var i = 0; i < values.Length; i++)
        {
            var bytes = content.Slice(i * size, size);
            values[i] = type switch
            {
                Float => BinaryPrimitives.ReadSingleLittleEndian(bytes),
                Double => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
                3 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
                5 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
                6 => (sbyte)bytes[0],
                9 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
                17 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
                19 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
                22 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
                23 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
                _ => bytes[0],
            };
        }
        return values;
    }

    private static InvalidDataException UnknownType(int type) => new($"tensors of TensorFlow's type {type} are not supported");
}
