using Google.Protobuf;
using TfExplain.Engine;
using TfExplain.Imaging;
using TfExplain.Imaging.Png;
using TfExplain.TensorBoard.Protos;

namespace TfExplain.TensorBoard;

/// <summary>
/// Writes what TensorBoard shows: numbers, pictures, histograms, text and graphs by training step, in the form of TensorFlow's <c>tf.summary</c>.
/// Each writer has a file of its own, so several may share a folder; events reach it ten at a time, after two minutes, or by <see cref="Flush"/>. Thread-safe.
/// </summary>
/// <example>
/// <code>
/// using var writer = new SummaryWriter("logs/run1");
/// writer.Scalar("loss", 0.25, step: 3);
/// writer.Image("grad_cam", picture, step: 3);
/// </code>
/// </example>
public sealed class SummaryWriter : IDisposable
{
    /// <summary>How many pictures of a batch are kept unless told otherwise.</summary>
    public const int DefaultOutputs = 3;

    /// <summary>How many buckets a histogram has unless told otherwise.</summary>
    public const int DefaultBuckets = 30;

    private readonly EventFileWriter _file;

    /// <summary>Starts a new event file; the folder is created where needed.</summary>
    /// <exception cref="IOException">The folder or file cannot be created, or a file of the name asked for is there.</exception>
    public SummaryWriter(string folder, EventFileOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _file = new(folder, options ?? new());
    }

    /// <summary>The event file.</summary>
    public string Path => _file.Path;

    /// <summary>A number, kept in single precision as TensorFlow does; NaN and infinities are kept too.</summary>
    /// <exception cref="IOException">The file cannot be written; what was in it stays whole.</exception>
    public void Scalar(string tag, double value, long step, string? description = null) =>
        Write(Summaries.Value(tag, ValueEvent.Scalars, Summaries.Singles([], [(float)value]), description), step);

    /// <summary>A picture.</summary>
    public void Image(string tag, Image picture, long step, string? description = null) => Image(tag, [picture], step, 1, description);

    /// <summary>The first <paramref name="maxOutputs"/> of some pictures of one size.</summary>
    /// <exception cref="ArgumentException">There are none, or they differ in size.</exception>
    public void Image(string tag, IReadOnlyList<Image> pictures, long step, int maxOutputs = DefaultOutputs, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxOutputs, 1);
        if (pictures.Count == 0) throw new ArgumentException($"'{tag}': expected at least one picture, found none.", nameof(pictures));
        var (width, height) = (pictures[0].Width, pictures[0].Height);
        foreach (var picture in pictures)
            if (picture.Width != width || picture.Height != height)
                throw new ArgumentException($"'{tag}': expected pictures of one size, found {width} x {height} and {picture.Width} x {picture.Height}.", nameof(pictures));
        Pictures(tag, width, height, [.. pictures.Take(maxOutputs).Select(p => p.ToPng())], step, description);
    }

    /// <summary>The first <paramref name="maxOutputs"/> pictures of numbers 0..1, [N, H, W, C] with 1 to 4 channels. A number becomes the byte x times 255.5, cut off and held within 0..255.</summary>
    /// <exception cref="ArgumentException">The shape is none of pictures, or does not fit the numbers.</exception>
    public void Image(string tag, ReadOnlySpan<float> values, Shape shape, long step, int maxOutputs = DefaultOutputs, string? description = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxOutputs, 1);
        if (shape.Rank != 4 || !shape.IsKnown || shape.Count == 0 || shape[3] > 4 || shape.Count != values.Length)
            throw new ArgumentException($"'{tag}': expected pictures [N,H,W,C] with 1 to 4 channels, found the shape {shape} for {values.Length} numbers.", nameof(shape));
        var size = (int)shape.Product(1, 4);
        var encoded = new byte[Math.Min(shape[0], maxOutputs)][];
        for (var i = 0; i < encoded.Length; i++) encoded[i] = PngEncoder.Encode(PictureBytes.Of(values.Slice(i * size, size)), shape[2], shape[1], shape[3]);
        Pictures(tag, shape[2], shape[1], encoded, step, description);
    }

    /// <summary>
    /// How values are distributed over buckets of equal width between the smallest and the largest. NaN and infinities belong to no bucket: they are left out, and the description
    /// says how many.
    /// </summary>
    public void Histogram(string tag, ReadOnlySpan<float> values, long step, int buckets = DefaultBuckets, string? description = null)
    {
        var histogram = HistogramBuckets.Of(values, buckets);
        if (histogram.LeftOut > 0)
            description = string.Join(' ', new[] { description, $"{histogram.LeftOut} of {values.Length} values are not finite and are left out." }.Where(t => !string.IsNullOrEmpty(t)));
        Write(Summaries.Value(tag, ValueEvent.Histograms, Summaries.Doubles([buckets, 3], histogram.Rows), description), step);
    }

    /// <summary>A text in Markdown.</summary>
    public void Text(string tag, string markdown, long step, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        Write(Summaries.Value(tag, ValueEvent.Text, Summaries.Strings([], [ByteString.CopyFromUtf8(markdown)]), description), step);
    }

    /// <summary>A table of texts in Markdown; all rows have the same number of cells.</summary>
    /// <exception cref="ArgumentException">There are no cells, or the rows differ in length.</exception>
    public void Table(string tag, IReadOnlyList<IReadOnlyList<string>> rows, long step, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0 || rows.Any(r => r.Count != rows[0].Count || r.Count == 0))
            throw new ArgumentException($"'{tag}': expected rows of the same number of cells, found {string.Join(", ", rows.Take(9).Select(r => r.Count))}.", nameof(rows));
        Write(Summaries.Value(tag, ValueEvent.Text, Summaries.Strings([rows.Count, rows[0].Count], rows.SelectMany(r => r).Select(ByteString.CopyFromUtf8)), description), step);
    }

    /// <summary>Any tensor, which no tab of TensorBoard shows.</summary>
    /// <exception cref="ArgumentException">The shape does not fit the numbers.</exception>
    public void Tensor(string tag, ReadOnlySpan<float> values, Shape shape, long step, string? description = null)
    {
        if (!shape.IsKnown || shape.Count != values.Length) throw new ArgumentException($"'{tag}': the shape {shape} does not fit {values.Length} numbers.", nameof(shape));
        Write(Summaries.Value(tag, "", Summaries.Singles(shape.Span, values), description), step);
    }

    /// <summary>A network's graph, for the Graphs tab: names, operations and shapes, without weights.</summary>
    public void Graph(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _file.Write(new Event { GraphDef = ModelGraph.Of(model) });
    }

    /// <summary>Writes what waits to the file.</summary>
    /// <exception cref="IOException">The file cannot be written; what was in it stays whole, and what waits keeps waiting.</exception>
    public void Flush() => _file.Flush();

    /// <summary>Writes what waits and closes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>Pictures that are encoded already.</summary>
    internal void Pictures(string tag, int width, int height, IReadOnlyList<byte[]> encoded, long step, string? description) =>
        Write(Summaries.Value(tag, ValueEvent.Images, Summaries.Pictures(width, height, encoded), description), step);

    internal void Write(Summary.Types.Value value, long step)
    {
        var summary = new Summary();
        summary.Value.Add(value);
        _file.Write(new Event { Step = step, Summary = summary });
    }
}
