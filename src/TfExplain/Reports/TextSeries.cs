using TfExplain.TensorBoard;

namespace TfExplain.Reports;

/// <summary>The texts of a step; several in columns where they were logged as a table.</summary>
internal sealed record TextFrame(long Step, int Columns, string[] Texts);

/// <summary>Texts.</summary>
internal sealed class TextSeries : Series
{
    private const int MaximumLength = 10_000, MaximumCells = 200, Held = 512;

    private List<TextFrame> _frames = [];

    public override void Add(ValueEvent value, int place)
    {
        string[] texts = [.. value.Texts.Take(MaximumCells).Select(t => Shorten(t, MaximumLength / Math.Clamp(value.Tensor.Strings!.Count, 1, MaximumCells)))];
        _frames.Add(new(value.Step, value.Tensor.Shape is [_, var columns] ? Math.Max(1, columns) : 1, texts));
        if (_frames.Count < Held) return;
        var ordered = Ordered(_frames, f => f.Step);
        _frames = [.. ordered.TakeLast(Held / 2)];
        Dropped += ordered.Count - _frames.Count;
    }

    public List<TextFrame> Frames(int limit)
    {
        var ordered = Ordered(_frames, f => f.Step);
        Total = ordered.Count + Dropped;
        return [.. ordered.TakeLast(limit)];
    }

    public static string Shorten(string text, int length)
    {
        if (text.Length <= length) return text;
        // Half a character is none.
        return $"{text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)]} …";
    }
}
