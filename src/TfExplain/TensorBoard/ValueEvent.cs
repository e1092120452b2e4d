using System.Globalization;
using System.Text;

namespace TfExplain.TensorBoard;

/// <summary>How TensorBoard classes the values of a tag.</summary>
public enum DataClass
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>One number a step.</summary>
    Scalar = 1,

    /// <summary>A tensor a step: histograms, text.</summary>
    Tensor = 2,

    /// <summary>A few blobs a step: images.</summary>
    BlobSequence = 3,
}

/// <summary>
/// A summary's value in the modern form: a tensor whose plugin says what it means. Values of the older forms (<c>simple_value</c>, <c>image</c>, <c>histo</c>) are read
/// into it as TensorBoard does, with the tag as display name.
/// </summary>
/// <param name="File"><inheritdoc cref="LogEvent" path="/param[@name='File']"/></param>
/// <param name="Offset"><inheritdoc cref="LogEvent" path="/param[@name='Offset']"/></param>
/// <param name="WallTime"><inheritdoc cref="LogEvent" path="/param[@name='WallTime']"/></param>
/// <param name="Step"><inheritdoc cref="LogEvent" path="/param[@name='Step']"/></param>
/// <param name="Tag">The name of the series.</param>
/// <param name="Plugin"><c>scalars</c>, <c>images</c>, <c>histograms</c>, <c>text</c>, another, or empty.</param>
/// <param name="DataClass">How TensorBoard classes it.</param>
/// <param name="DisplayName">A name to show instead of the tag, or empty.</param>
/// <param name="Description">Markdown that describes the series, or empty.</param>
/// <param name="Tensor">The value.</param>
public sealed record ValueEvent(string File, long Offset, double WallTime, long Step, string Tag, string Plugin, DataClass DataClass, string DisplayName, string Description, LogTensor Tensor)
    : LogEvent(File, Offset, WallTime, Step)
{
    /// <summary>The plugins' names.</summary>
    public const string Scalars = "scalars", Images = "images", Histograms = "histograms", Text = "text";

    /// <summary>The number of a scalar; null for anything else.</summary>
    public double? Scalar => Plugin == Scalars && Tensor.Numbers is [var number] ? number : null;

    /// <summary>The pictures' common width and height as the event states them; null for anything else.</summary>
    public (int Width, int Height)? ImageSize =>
        Plugin == Images && Tensor.Strings is [var width, var height, ..] && TryInteger(width, out var w) && TryInteger(height, out var h) ? (w, h) : null;

    /// <summary>The encoded pictures (PNG as a rule); empty for anything else.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pictures => ImageSize is null ? [] : Tensor.Strings!.Skip(2);

    /// <summary>The buckets of a histogram: left edge, right edge, count in turn; null for anything else.</summary>
    public IReadOnlyList<double>? Buckets => Plugin == Histograms && Tensor is { Numbers: { } numbers, Shape: [_, 3] } ? numbers : null;

    /// <summary>The texts, row by row; empty for anything else. Bytes that are not UTF-8 become replacement characters.</summary>
    public IEnumerable<string> Texts => Plugin == Text && Tensor.Strings is { } strings ? strings.Select(s => Encoding.UTF8.GetString(s.Span)) : [];

    private static bool TryInteger(ReadOnlyMemory<byte> text, out int value) => int.TryParse(text.Span, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
