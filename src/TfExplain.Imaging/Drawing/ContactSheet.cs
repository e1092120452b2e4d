namespace TfExplain.Imaging.Drawing;

/// <summary>Pictures in a grid, each over its caption, under an optional title.</summary>
public sealed record ContactSheet
{
    /// <summary>A picture and the line of text below it; no caption, no line.</summary>
    public readonly record struct Cell(Image Picture, string? Caption = null);

    /// <summary>Cells in a row; 0 chooses a nearly square grid.</summary>
    public int Columns { get; init; }

    /// <summary>Pixels between cells and around the sheet.</summary>
    public int Gap { get; init; } = 12;

    /// <summary>The line above the grid; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Behind everything.</summary>
    public Rgb Background { get; init; } = Rgb.White;

    /// <summary>The title's and captions' colour.</summary>
    public Rgb TextColor { get; init; } = Rgb.Grey(40);

    /// <summary>Pixels to a dot of the captions' font.</summary>
    public int TextScale { get; init; } = Label.DefaultScale;

    /// <summary>Draws the sheet: all cells are as large as the largest picture; smaller ones are centred; captions too long end in an ellipsis.</summary>
    /// <exception cref="ArgumentException">There is no cell.</exception>
    public Image Compose(IReadOnlyList<Cell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count == 0)
            throw new ArgumentException("A contact sheet needs at least one picture.", nameof(cells));
        var columns = Math.Min(cells.Count, Columns > 0 ? Columns : (int)Math.Ceiling(Math.Sqrt(cells.Count)));
        var rows = (cells.Count + columns - 1) / columns;
        int cellWidth = cells.Max(static cell => cell.Picture.Width), pictureHeight = cells.Max(static cell => cell.Picture.Height);
        // Captions sit half a gap below their picture.
        var captionHeight = cells.Any(static cell => !string.IsNullOrEmpty(cell.Caption)) ? Gap / 2 + Label.Height(TextScale) : 0;
        var titleHeight = string.IsNullOrEmpty(Title) ? 0 : Label.Height(TextScale) + Gap;
        var sheet = Shapes.Blank(Gap + columns * (cellWidth + Gap), Gap + titleHeight + rows * (pictureHeight + captionHeight + Gap), Background);
        if (titleHeight > 0)
            DrawCentred(sheet, Title!, Gap, Gap, sheet.Width - 2 * Gap);
        for (var i = 0; i < cells.Count; i++)
        {
            var (picture, caption) = cells[i];
            int left = Gap + i % columns * (cellWidth + Gap), top = Gap + titleHeight + i / columns * (pictureHeight + captionHeight + Gap);
            Shapes.Place(sheet, picture, left + (cellWidth - picture.Width) / 2, top + (pictureHeight - picture.Height) / 2);
            if (!string.IsNullOrEmpty(caption))
                DrawCentred(sheet, caption, left, top + pictureHeight + Gap / 2, cellWidth);
        }
        return sheet;
    }

    private void DrawCentred(Image sheet, string text, int left, int top, int width)
    {
        var fitted = Label.Fit(text, width, TextScale);
        Label.Draw(sheet, fitted, left + (width - Label.Width(fitted, TextScale)) / 2, top, TextColor, TextScale);
    }
}
