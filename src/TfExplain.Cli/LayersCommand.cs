using Spectre.Console;

namespace TfExplain.Cli;

/// <summary><c>layers</c>: the layers of a model.</summary>
internal static class LayersCommand
{
    public static int Run(string modelPath, Terminal terminal)
    {
        using var model = Workspace.LoadModel(modelPath);
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("Layer").AddColumn("Class").AddColumn("Output");
        table.AddColumn(new TableColumn("Parameters").RightAligned());
        foreach (var layer in model.Layers) table.AddRow(Markup.Escape(layer.Name), Markup.Escape(layer.ClassName), Markup.Escape(layer.OutputShape.ToString()), layer.ParameterCount.ToString("N0"));
        table.Caption = new TableTitle(Markup.Escape($"{model.Name}: {model.Layers.Count} layers, {model.Parameters.Sum(p => p.Shape.Count):N0} parameters"));
        Tables.Print(table, terminal);
        return 0;
    }
}
