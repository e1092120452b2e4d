using System.Globalization;
using System.Text;
using TfExplain.TensorBoard.Protos;

namespace TfExplain.TensorBoard;

/// <summary>
/// Turns the values of one file into the modern form. A series is described by the metadata of its first value: later ones may leave it out, as TensorBoard allows.
/// </summary>
internal sealed class ValueDecoder
{
    private readonly Dictionary<string, SummaryMetadata> _first = [];

    /// <exception cref="InvalidDataException">The value makes no sense.</exception>
    public ValueEvent Decode(Summary.Types.Value value, string file, long offset, Event record)
    {
        var (plugin, tensor) = value.ValueCase switch
        {
            Summary.Types.Value.ValueOneofCase.SimpleValue => (ValueEvent.Scalars, LogTensor.Of([], [value.SimpleValue])),
            Summary.Types.Value.ValueOneofCase.Image => (ValueEvent.Images, Picture(value.Image)),
            Summary.Types.Value.ValueOneofCase.Histo => (ValueEvent.Histograms, Histogram(value.Histo)),
            Summary.Types.Value.ValueOneofCase.Tensor => ("", TensorDecoder.Decode(value.Tensor)),
            _ => throw new InvalidDataException("holds neither a tensor nor a number, an image or a histogram"),
        };
        var isModern = plugin.Length == 0;
        var own = value.Metadata ?? new();
        if (isModern)
        {
            if (!_first.TryGetValue(value.Tag, out var first)) _first[value.Tag] = first = own;
            if (own.PluginData is null && first.PluginData is not null) own = first;
            plugin = own.PluginData?.PluginName ?? "";
        }
        var named = own.DisplayName.Length > 0 || isModern ? own.DisplayName : value.Tag;
        return new(file, offset, record.WallTime, record.Step, value.Tag, plugin, ClassOf(plugin, own), named, own.SummaryDescription, tensor);
    }

    private static DataClass ClassOf(string plugin, SummaryMetadata metadata) => plugin switch
    {
        _ when metadata.DataClass != 0 => (DataClass)metadata.DataClass,
        ValueEvent.Scalars => DataClass.Scalar,
        ValueEvent.Images => DataClass.BlobSequence,
        ValueEvent.Histograms or ValueEvent.Text => DataClass.Tensor,
        _ => DataClass.Unknown,
    };

    private static LogTensor Picture(Summary.Types.Image image) =>
        LogTensor.Of([3], [Digits(image.Width), Digits(image.Height), image.EncodedImageString.Memory]);

    private static ReadOnlyMemory<byte> Digits(int number) => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    // The outermost limits may be infinite, so the smallest and the largest value take their places; for these not to lie beyond an inner limit, empty buckets at both ends
    // go first. TensorBoard rounds to single precision here.
    private static LogTensor Histogram(HistogramProto histogram)
    {
        if (histogram.BucketLimit.Count != histogram.Bucket.Count) throw new InvalidDataException($"a histogram of {histogram.Bucket.Count} buckets has {histogram.BucketLimit.Count} limits");
        int first = 0, end = histogram.Bucket.Count;
        while (first < end && !(histogram.Bucket[first] > 0)) first++;
        while (end > first && !(histogram.Bucket[end - 1] > 0)) end--;
        var rows = new double[3 * (end - first)];
        for (var i = first; i < end; i++)
        {
            rows[3 * (i - first)] = (float)(i == first ? histogram.Min : histogram.BucketLimit[i - 1]);
            rows[3 * (i - first) + 1] = (float)(i == end - 1 ? histogram.Max : histogram.BucketLimit[i]);
            rows[3 * (i - first) + 2] = (float)histogram.Bucket[i];
        }
        return LogTensor.Of([end - first, 3], rows);
    }
}
