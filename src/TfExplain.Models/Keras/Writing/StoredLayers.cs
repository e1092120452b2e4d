using System.Text.Json;

namespace TfExplain.Models.Keras.Writing;

/// <summary>Looks into a stored architecture: the layers of a model, and the layers that a layer holds.</summary>
internal static class StoredLayers
{
    /// <summary>The layers of a stored model by name.</summary>
    public static Dictionary<string, JsonElement> ByName(JsonElement? model)
    {
        var found = new Dictionary<string, JsonElement>();
        if (Config(model) is not { } config) return found;
        if (config.ValueKind == JsonValueKind.Object && config.TryGetProperty("layers", out var layers)) config = layers;
        if (config.ValueKind != JsonValueKind.Array) return found;
        foreach (var layer in config.EnumerateArray())
            if (Name(layer) is { } name) found.TryAdd(name, layer);
        return found;
    }

    /// <summary>The layer or list in a layer's configuration: a wrapped layer, a cell.</summary>
    public static JsonElement? Inner(JsonElement? layer, string key) =>
        Config(layer) is { ValueKind: JsonValueKind.Object } config && config.TryGetProperty(key, out var inner) && inner.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? inner : null;

    public static string? Name(JsonElement? layer) => Text(layer, "name") ?? Text(Config(layer), "name");

    public static string? ClassName(JsonElement? layer) => Text(layer, "class_name");

    /// <summary>Whether it is a function of keras.ops, not a layer.</summary>
    public static bool IsOperator(JsonElement? layer) => layer is { } stored && KerasOptions.IsOperator(stored);

    private static JsonElement? Config(JsonElement? stored) => stored is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty("config", out var config) ? config : null;

    private static string? Text(JsonElement? stored, string key) =>
        stored is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(key, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
