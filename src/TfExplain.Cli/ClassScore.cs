using System.Text.Json;

namespace TfExplain.Cli;

/// <summary>A class with the network's output for it.</summary>
internal sealed record ClassScore(int Index, string? Label, float Score, bool IsProbability)
{
    private const int BarCells = 20;

    public string Name => Label ?? $"class {Index}";

    public string Text => IsProbability ? $"{Score * 100:0.0} %" : $"{Score:0.###}";

    /// <summary>The bar's share of its full length.</summary>
    public float Share => IsProbability ? Score : 0;

    public static IReadOnlyList<ClassScore> Top(Predictions predictions, int count, IReadOnlyList<string>? labels) =>
        [.. predictions.Top(0, count).Select(c => new ClassScore(c, labels?[c], predictions.Output(0, c), predictions.AreProbabilities))];

    public static void Print(TextWriter writer, IReadOnlyList<ClassScore> classes)
    {
        foreach (var item in classes)
        {
            var full = (int)MathF.Round(item.Share * BarCells);
            writer.WriteLine($"  {item.Text,8}  {(item.IsProbability ? new string('█', full).PadRight(BarCells, '░') + "  " : "")}{item.Name} ({item.Index})");
        }
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<ClassScore> classes)
    {
        json.WriteStartArray("predictions");
        foreach (var item in classes)
        {
            json.WriteStartObject();
            json.WriteNumber("index", item.Index);
            json.WriteString("label", item.Label);
            json.WriteNumber("score", item.Score);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
