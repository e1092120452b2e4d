using System.Text;
using TfExplain.Imaging;
using TfExplain.Imaging.Resampling;

namespace TfExplain.Cli;

/// <summary>Shows a picture in a terminal: half blocks, two pixels a character, in 24-bit colours.</summary>
internal static class TerminalPicture
{
    private const int Columns = 36;

    public static void Print(TextWriter writer, Image picture)
    {
        var height = Math.Clamp(Columns * picture.Height / picture.Width / 2 * 2, 2, 2 * Columns);
        var small = Pillow.Box.Resize(picture.ToRgb(), Columns, height);
        var text = new StringBuilder();
        for (var y = 0; y < height; y += 2)
        {
            text.Append("  ");
            for (var x = 0; x < Columns; x++)
            {
                Span<byte> upper = small.Row(y).Slice(3 * x, 3), lower = small.Row(y + 1).Slice(3 * x, 3);
                text.Append($"\e[38;2;{upper[0]};{upper[1]};{upper[2]}m\e[48;2;{lower[0]};{lower[1]};{lower[2]}m▀");
            }
            text.AppendLine("\e[0m");
        }
        writer.Write(text);
    }
}
