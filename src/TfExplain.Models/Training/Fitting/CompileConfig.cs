using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Models;

namespace TfExplain.Training;

/// <summary>Keras 3's <c>compile_config</c>: how a model is trained.</summary>
internal static class CompileConfig
{
    /// <summary>The JSON, or null where an optimiser, loss or metric of somebody's own has no form in Keras: such a model is compiled in code again.</summary>
    public static string? Write(Optimizer optimizer, Loss loss, IReadOnlyList<Metric> metrics)
    {
        try
        {
            return new JsonObject
            {
                ["optimizer"] = optimizer.Write(),
                ["loss"] = loss.Write(),
                ["loss_weights"] = null,
                ["metrics"] = new JsonArray([.. metrics.Select(m => m.Write())]),
                ["weighted_metrics"] = null,
            }.ToJsonString();
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    /// <param name="stored">The JSON, or null.</param>
    /// <param name="byName">Makes the metric that a name stands for beside a loss.</param>
    /// <exception cref="ModelFormatException">It does not say how the model is trained, or names what is not known.</exception>
    public static (Optimizer Optimizer, Loss Loss, IReadOnlyList<Metric> Metrics) Read(string? stored, Func<string, Loss, Metric> byName)
    {
        if (stored is null) throw new ModelFormatException("The checkpoint does not say how its model was trained; compile the model with an optimiser and a loss.");
        try
        {
            using var json = JsonDocument.Parse(stored);
            var loss = Loss.Read(json.RootElement.GetProperty("loss"));
            var metrics = json.RootElement.TryGetProperty("metrics", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
            return (Optimizer.Read(json.RootElement.GetProperty("optimizer")), loss, [.. metrics.Select(m => m.ValueKind == JsonValueKind.String ? byName(m.GetString()!, loss) : Metric.Read(m))]);
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ModelFormatException($"The checkpoint's compile_config cannot be read: {e.Message} Compile the model with an optimiser and a loss.", e);
        }
    }
}
