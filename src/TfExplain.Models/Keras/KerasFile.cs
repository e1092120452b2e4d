using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Models.Hdf5;

namespace TfExplain.Models.Keras;

/// <summary>Recognises the Keras file formats and reads them.</summary>
internal static class KerasFile
{
    private const int DeepestJson = 256;

    public static Model Load(string path, LoadOptions options)
    {
        try
        {
            return LoadHdf5(path, options);
        }
        catch (Exception e) when (e is ModelFormatException or Hdf5Exception or JsonException or ShapeException)
        {
            throw new ModelFormatException($"{path}: {e.Message}", e);
        }
    }

    private static Model LoadHdf5(string path, LoadOptions options)
    {
        using var file = Hdf5File.Open(path);
        var config = file.Root.Attributes.GetValueOrDefault("model_config")
            ?? throw new ModelFormatException("the file holds weights but no architecture (no attribute 'model_config'); give the architecture's config.json as well");
        using var json = Parse(config.ReadStrings()[0]);
        var version = file.Root.Attributes.GetValueOrDefault("keras_version")?.ReadStrings()[0];
        var graph = KerasGraph.Build(json.RootElement, options.Keras.ForVersion(version));
        LegacyWeights.Read(file.Root.GetGroup("model_weights"), graph.Weights);
        return Finish(path, json.RootElement, graph);
    }

    private static JsonDocument Parse(string text) => JsonDocument.Parse(text, new() { MaxDepth = DeepestJson });

    private static Model Finish(string path, JsonElement stored, KerasGraph graph)
    {
        var name = stored.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object && config.TryGetProperty("name", out var value) ? value.GetString() : null;
        return new Model(name ?? Path.GetFileNameWithoutExtension(path), new Graph(graph.Inputs, graph.Outputs, graph.Layers.SelectMany(l => l.Calls.SelectMany(c => c))), graph.Layers, graph.Weights.All) { SourcePath = path };
    }
}
