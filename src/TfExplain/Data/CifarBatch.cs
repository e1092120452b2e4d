using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>One file of CIFAR samples. A picture is stored as three planes, red first.</summary>
internal sealed class CifarBatch
{
    public const int Side = 32, PictureBytes = 3 * Side * Side;

    private readonly ReadOnlyMemory<byte> _data;
    private readonly int _start, _stride;

    private CifarBatch(string name, int[] labels, ReadOnlyMemory<byte> data, int start, int stride) => (Name, Labels, _data, _start, _stride) = (name, labels, data, start, stride);

    public string Name { get; }

    public int[] Labels { get; }

    /// <summary>Records of <paramref name="labelBytes"/> class bytes, of which one counts, and a picture.</summary>
    public static CifarBatch OfBinary(byte[] file, string name, int labelBytes, int label)
    {
        var record = labelBytes + PictureBytes;
        if (file.Length == 0 || file.Length % record != 0) throw new DatasetException($"{name}: expected records of {record} bytes ({labelBytes} for the class, {PictureBytes} for the picture); found {file.Length} bytes, {file.Length % record} of them in an incomplete record at byte {file.Length - file.Length % record}.");
        var labels = new int[file.Length / record];
        for (var i = 0; i < labels.Length; i++) labels[i] = file[i * record + label];
        return new(name, labels, file, labelBytes, record);
    }

    /// <summary>A dictionary with <c>data</c>, bytes [N, 3072], and lists of classes.</summary>
    public static CifarBatch OfPickle(byte[] file, string name, string labels)
    {
        if (new Unpickler(file, name).Load() is not Dictionary<string, object?> batch) throw new DatasetException($"{name}: expected a dictionary; found another object.");
        if (batch.GetValueOrDefault("data") is not PickledBytes { Shape: [var count, PictureBytes] } data) throw new DatasetException($"{name}: expected 'data' to be bytes [N,{PictureBytes}]; found {Unpickler.Describe(batch.GetValueOrDefault("data"))}.");
        if (batch.GetValueOrDefault(labels) is not List<object?> list || list.Count != count) throw new DatasetException($"{name}: expected '{labels}' to be a list of {count} classes; found {Unpickler.Describe(batch.GetValueOrDefault(labels))}.");
        var classes = new int[count];
        for (var i = 0; i < count; i++) classes[i] = list[i] is int value ? value : throw new DatasetException($"{name}: expected a number in '{labels}' at {i}; found {Unpickler.Describe(list[i])}.");
        return new(name, classes, data.Data, 0, PictureBytes);
    }

    /// <summary>A picture with its channels interleaved.</summary>
    public void CopyPicture(int index, Span<byte> picture)
    {
        var planes = _data.Span.Slice(index * _stride + _start, PictureBytes);
        const int Pixels = Side * Side;
        for (var i = 0; i < Pixels; i++)
            (picture[3 * i], picture[3 * i + 1], picture[3 * i + 2]) = (planes[i], planes[Pixels + i], planes[2 * Pixels + i]);
    }
}
