using System.Text.Json;

namespace TfExplain.Cli;

/// <summary>What <c>explain</c> prints for an image.</summary>
internal sealed record ExplainReport(RawInput Input, string Stem, IReadOnlyList<ClassScore> Classes, IReadOnlyList<MapResult> Results, OutputFiles Files)
{
    public void Print(Terminal terminal, bool json)
    {
        if (json) terminal.Out.WriteLine(JsonText.Of(Write));
        else PrintText(terminal);
    }

    private void PrintText(Terminal terminal)
    {
        var writer = terminal.Out;
        writer.WriteLine(Input.Name);
        ClassScore.Print(writer, Classes);
        if (terminal.ShowsColours && Results.FirstOrDefault(r => r.Map.Target is not null) is { } shown) TerminalPicture.Print(writer, shown.Picture);
        foreach (var result in Results) writer.WriteLine($"  {Describe(result),-40} {Files.PathOf(result.File + ".png")}");
        writer.WriteLine($"  {"contact sheet",-40} {Files.PathOf(Stem + ".sheet.png")}");
        writer.WriteLine($"  {"receipt",-40} {Files.PathOf(Stem + ".receipt.json")}");
        foreach (var result in Results)
            if (result.Place == 0)
                foreach (var warning in result.Explanation.Receipt.Warnings) writer.WriteLine($"  ! {result.Explanation.Explainer.Name}: {warning}");
    }

    private static string Describe(MapResult result) =>
        string.Join(' ', new[] { result.Explanation.Explainer.Name, result.Map.Layer, result.Map.Target?.ToString() }.Where(t => t is not null));

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("image", Input.Path);
        ClassScore.Write(json, Classes);
        json.WriteString("sheet", Files.PathOf(Stem + ".sheet.png"));
        json.WriteStartArray("explanations");
        foreach (var result in Results)
        {
            json.WriteStartObject();
            json.WriteString("method", result.Explanation.Explainer.Name);
            json.WriteString("layer", result.Map.Layer);
            if (result.Map.Target is { } target)
            {
                json.WriteNumber("class", target.Index);
                json.WriteString("label", target.Label);
                json.WriteNumber("score", target.Probability);
            }
            else
            {
                json.WriteNull("class");
                json.WriteNull("label");
                json.WriteNull("score");
            }
            json.WriteString("png", Files.PathOf(result.File + ".png"));
            json.WriteString("npy", Files.PathOf(result.File + ".npy"));
            json.WriteString("receipt", Files.PathOf(Stem + ".receipt.json"));
            json.WriteStartArray("warnings");
            foreach (var warning in result.Explanation.Receipt.Warnings) json.WriteStringValue(warning);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
