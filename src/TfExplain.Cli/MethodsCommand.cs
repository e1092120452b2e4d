using Spectre.Console;

namespace TfExplain.Cli;

/// <summary><c>methods</c>: what each method tells, where it misleads, its parameters and paper.</summary>
internal static class MethodsCommand
{
    public static int Run(string? name, Terminal terminal)
    {
        foreach (var method in name is null ? Methods.All : [Methods.Named(name)]) Tables.Print(Describe(method), terminal);
        return 0;
    }

    private static Table Describe(Method method)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumn(new TableColumn("").Width(22).NoWrap()).AddColumn("");
        var standard = Methods.Default.Contains(method) ? "" : " [grey](not among the default ones)[/]";
        table.AddRow($"[bold]{method.Name}[/]", $"{Markup.Escape($"{method.Title}: {method.Summary}")}{standard}");
        table.AddRow("  tells", Markup.Escape(method.Tells));
        table.AddRow("  misleads", Markup.Escape(method.Misleads));
        if (method.Paper.Length > 0) table.AddRow("  paper", Markup.Escape(method.Paper));
        if (method.TakesLayers) table.AddRow("  --layer", "the layers; the last convolution before the classes unless given");
        foreach (var parameter in method.Parameters) table.AddRow($"  {parameter.Name}={Markup.Escape(parameter.Default)}", Markup.Escape(parameter.Help));
        table.AddEmptyRow();
        return table;
    }
}
