using TfExplain.Imaging;
using TfExplain.Imaging.Drawing;
using TfExplain.TensorBoard;

namespace TfExplain.Reports;

/// <summary>The pictures of a training one below the other, from the first step to the last.</summary>
public static class Filmstrip
{
    private const int MostRows = 64;

    /// <summary>Reads the pictures of a tag from a log folder or an event file; where there are more than <paramref name="rows"/>, some evenly spread ones, the first and the last among them.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="tag">What the pictures are called, e.g. <c>grad-cam</c>.</param>
    /// <param name="rows">Pictures at most.</param>
    /// <param name="caption">The line above each picture from its step; <c>epoch 1</c> for step 0 unless given.</param>
    /// <exception cref="ArgumentException">There is no picture of that tag; the message suggests the nearest.</exception>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public static Image Of(string path, string tag, int rows = 8, Func<long, string>? caption = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, MostRows);
        caption ??= step => $"epoch {step + 1}";
        var all = EventReader.Read(path).Events.OfType<ValueEvent>().Where(e => e.Pictures.Any()).ToList();
        // A step that was logged twice, before and after an interruption, counts once: as it was last.
        var frames = all.Where(e => e.Tag == tag).GroupBy(e => e.Step).OrderBy(g => g.Key).Select(g => g.MaxBy(e => e.WallTime)!).ToList();
        if (frames.Count == 0)
            throw new ArgumentException(all.Count == 0 ? $"{path} holds no pictures." : $"{path} holds no pictures called '{tag}'.{Suggestion.For(tag, all.Select(e => e.Tag).Distinct())}");
        var count = Math.Min(rows, frames.Count);
        var chosen = Enumerable.Range(0, count).Select(i => frames[count == 1 ? frames.Count - 1 : (int)((long)i * (frames.Count - 1) / (count - 1))]);
        return new ContactSheet { Columns = 1, Gap = 8 }.Compose([.. chosen.Select(f => new ContactSheet.Cell(Image.Load(f.Pictures.First(), $"{f.File} at {f.Offset}"), caption(f.Step)))]);
    }
}
