using Spectre.Console;
using Spectre.Console.Rendering;

namespace TfExplain.Cli;

/// <summary>Prints tables; to a file or pipe in full width, so that nothing is folded.</summary>
internal static class Tables
{
    private const int Unfolded = 400;

    public static void Print(IRenderable table, Terminal terminal)
    {
        var console = AnsiConsole.Create(new()
        {
            Ansi = terminal.ShowsColours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal.ShowsColours ? ColorSystemSupport.TrueColor : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(terminal.Out),
        });
        console.Profile.Width = terminal.IsInteractive ? Math.Max(40, Console.WindowWidth) : Unfolded;
        console.Profile.Capabilities.Unicode = true;
        console.Write(table);
    }
}
