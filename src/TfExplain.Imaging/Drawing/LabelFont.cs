namespace TfExplain.Imaging.Drawing;

/// <summary>The bitmap font of labels: proportional, capitals of 7 rows. A glyph is its columns, with row y in bit y.</summary>
internal static class LabelFont
{
    private static readonly ushort[][] Glyphs = Parse();

    /// <summary>The glyph of a character; a question mark for those the font lacks.</summary>
    public static ReadOnlySpan<ushort> Glyph(char character) =>
        Glyphs[(character is >= (char)FontGlyphs.FirstCharacter and <= (char)FontGlyphs.LastCharacter ? character : '?') - FontGlyphs.FirstCharacter];

    private static ushort[][] Parse()
    {
        var lines = FontGlyphs.Picture.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var glyphs = new ushort[FontGlyphs.LastCharacter - FontGlyphs.FirstCharacter + 1][];
        for (var line = 0; line < lines.Length; line++)
        {
            var rows = lines[line].Split(' ');
            for (var i = 0; i < rows.Length; i++)
            {
                var columns = glyphs[line / FontGlyphs.Height * FontGlyphs.PerBand + i] ??= new ushort[rows[i].Length];
                for (var x = 0; x < columns.Length; x++)
                    if (rows[i][x] == '#')
                        columns[x] |= (ushort)(1 << line % FontGlyphs.Height);
            }
        }
        return glyphs;
    }
}
