using TfExplain.Imaging;
using TfExplain.Imaging.Drawing;
using TfExplain.Imaging.Resampling;

namespace TfExplain;

/// <summary>
/// One picture that tells a decision: the photograph as the network saw it, its likeliest classes, every map with its method, class, layer and colour scale,
/// and every warning in words.
/// </summary>
public sealed class ExplanationSheet
{
    private const int Side = 224, Gap = 24, Heading = 3, Title = 2, Small = 1, BarHeight = 6, NoteGap = 6;

    private static readonly Rgb Ink = Rgb.Grey(32), Faint = Rgb.Grey(104), Track = Rgb.Grey(228), Bar = new(52, 101, 164), Alarm = new(204, 82, 0);

    private static readonly int CaptionHeight = 4 + BarHeight + 4 + Label.Height(Small) + 6 + Label.Height(Title) + 4 + Label.Height(Small);

    private readonly int _columns;
    private readonly Image _page;

    private ExplanationSheet(int cells, int notes)
    {
        // Of the two squarest grids the one with fewer empty cells.
        var root = (int)Math.Ceiling(Math.Sqrt(cells));
        _columns = (root - cells % root) % root <= (root + 1 - cells % (root + 1)) % (root + 1) ? root : root + 1;
        var rows = (cells + _columns - 1) / _columns;
        var height = Top + rows * (Side + CaptionHeight + Gap) + (notes > 0 ? Gap / 2 + notes * (Label.Height(Small) + NoteGap) : 0);
        _page = Shapes.Blank(Gap + _columns * (Side + Gap), height, Rgb.White);
    }

    private static int Top => Gap + Label.Height(Heading) + 6 + Label.Height(Title) + Gap;

    /// <summary>Draws the sheet.</summary>
    /// <param name="heading">The photograph's name.</param>
    /// <param name="subheading">The network's name.</param>
    /// <param name="image">The input.</param>
    /// <param name="predictions">The likeliest classes: name, index, score in words, and the share of the bar that is full.</param>
    /// <param name="maps">The maps.</param>
    public static Image Draw(string heading, string subheading, ModelImage image, IReadOnlyList<(string Name, int Index, string Score, float Share)> predictions, IReadOnlyList<SheetMap> maps)
    {
        var warnings = maps.SelectMany(m => m.Place > 0 ? [] : m.Explanation.Receipt.Warnings.Select(w => $"! {m.Title}: {w}")).ToList();
        var cells = maps.Count + 2;
        var sheet = new ExplanationSheet(cells, 0);
        var notes = warnings.SelectMany(w => Wrap(w, sheet._page.Width - 2 * Gap)).ToList();
        if (notes.Count > 0) sheet = new(cells, notes.Count);
        sheet.Text(heading, Gap, Gap, Ink, Heading, sheet._page.Width - 2 * Gap);
        sheet.Text(subheading, Gap, Gap + Label.Height(Heading) + 6, Faint, Title, sheet._page.Width - 2 * Gap);
        sheet.DrawPhotograph(image);
        sheet.DrawPredictions(predictions);
        for (var i = 0; i < maps.Count; i++) sheet.DrawMap(maps[i], sheet.Cell(i + 2));
        for (var i = 0; i < notes.Count; i++)
            sheet.Text(notes[i], Gap, sheet._page.Height - Gap / 2 - (notes.Count - i) * (Label.Height(Small) + NoteGap), Alarm, Small, sheet._page.Width);
        return sheet._page;
    }

    private (int Left, int Top) Cell(int index) => (Gap + index % _columns * (Side + Gap), Top + index / _columns * (Side + CaptionHeight + Gap));

    private void DrawPhotograph(ModelImage image)
    {
        var (left, top) = Cell(0);
        if (image.Picture is { } picture) Picture(picture, left, top);
        else Shapes.Outline(_page, left, top, Side, Side, Track);
        Caption(left, top, "Input", $"{image.Shape[1]} x {image.Shape[0]} pixels, as the network sees them", Ink);
    }

    private void DrawPredictions(IReadOnlyList<(string Name, int Index, string Score, float Share)> predictions)
    {
        var (left, top) = Cell(1);
        var step = predictions.Count == 0 ? 0 : Math.Min(48, Side / predictions.Count);
        for (var i = 0; i < predictions.Count; i++)
        {
            var (name, index, score, share) = predictions[i];
            var y = top + i * step;
            var right = Label.Width(score, Title);
            var number = $"{index}";
            name = Label.Fit(name, Side - right - Label.Width(number, Small) - 16, Title);
            Text(name, left, y, Ink, Title, Side);
            // The index stands on the name's line of writing.
            Text(number, left + Label.Width(name, Title) + 6, y + Label.Height(Title) - Label.Height(Small) - 2, Faint, Small, Side);
            Text(score, left + Side - right, y, Ink, Title, right);
            Shapes.Fill(_page, left, y + Label.Height(Title) + 2, Side, BarHeight, Track);
            Shapes.Fill(_page, left, y + Label.Height(Title) + 2, (int)MathF.Round(Math.Clamp(share, 0, 1) * Side), BarHeight, Bar);
        }
        Caption(left, top, "Prediction", "the likeliest classes", Ink);
    }

    private void DrawMap(SheetMap map, (int Left, int Top) cell)
    {
        var (left, top) = cell;
        Picture(map.Picture, left, top);
        if (map.HasScale) DrawScale(map, left, top + Side + 4);
        var warned = map.Explanation.Receipt.Warnings.Length > 0;
        Caption(left, top, map.Title, map.Subject, warned ? Alarm : Ink);
        if (warned) Mark(left + Side - 26, top + 6);
    }

    private void DrawScale(SheetMap map, int left, int y)
    {
        var colours = map.Rendering.ColorMap;
        for (var x = 0; x < Side; x++) Shapes.Fill(_page, left + x, y, 1, BarHeight, colours[(byte)(x * 255 / (Side - 1))]);
        var (low, high) = map.Scale;
        y += BarHeight + 4;
        Text(low, left, y, Faint, Small, Side);
        Text(high, left + Side - Label.Width(high, Small), y, Faint, Small, Side);
    }

    /// <summary>An exclamation mark on orange, for maps that come with a warning.</summary>
    private void Mark(int left, int top)
    {
        Shapes.Fill(_page, left, top, 20, 24, Alarm);
        Text("!", left + 10 - Label.Width("!", Title) / 2, top + 5, Rgb.White, Title, 20);
    }

    private void Caption(int left, int top, string title, string subject, Rgb colour)
    {
        var y = top + Side + 4 + BarHeight + 4 + Label.Height(Small) + 6;
        Text(title, left, y, colour, Title, Side);
        Text(subject, left, y + Label.Height(Title) + 4, Faint, Small, Side);
    }

    /// <summary>The picture in its cell: shrunk or enlarged to fit, in the middle.</summary>
    private void Picture(Image picture, int left, int top)
    {
        var larger = Math.Max(picture.Width, picture.Height);
        int width = Math.Max(1, picture.Width * Side / larger), height = Math.Max(1, picture.Height * Side / larger);
        // Enlarged pixels stay squares.
        if (larger != Side) picture = (larger > Side ? Pillow.Box : Pillow.Nearest).Resize(picture, width, height);
        Shapes.Place(_page, picture, left + (Side - width) / 2, top + (Side - height) / 2);
    }

    private void Text(string text, int left, int top, Rgb colour, int scale, int width) => Label.Draw(_page, Label.Fit(text, width, scale), left, top, colour, scale);

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && Label.Width($"{line} {word}", Small) > width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return line;
    }
}
