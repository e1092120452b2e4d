using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Models;
using TfExplain.Models.Keras;

namespace TfExplain.Training;

/// <summary>Changes of a stored architecture: layers frozen or freed, the head cut off.</summary>
internal static class ArchitectureEdit
{
    /// <summary>The same architecture with a layer's <c>trainable</c> set, and of everything in it; all layers if <paramref name="path"/> is empty.</summary>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public static JsonElement WithTrainable(JsonElement stored, string path, bool trainable)
    {
        var root = JsonNode.Parse(stored.GetRawText())!.AsObject();
        var layer = root;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (trainable) Open(layer);
            layer = LayersOf(layer).FirstOrDefault(l => NameOf(l) == part)
                ?? throw new ArgumentException($"The model has no layer '{path}'.{Suggestion.For(part, LayersOf(layer).Select(NameOf))}");
        }
        Set(layer, trainable);
        return Parse(root);
    }

    /// <summary>The same architecture up to a layer, whose output becomes the model's; what nothing leads to any more is dropped.</summary>
    /// <exception cref="ArgumentException">There is no such layer, or it lies inside of a nested model.</exception>
    public static JsonElement UpTo(JsonElement stored, string layer)
    {
        var root = JsonNode.Parse(stored.GetRawText())!.AsObject();
        var layers = LayersOf(root).ToList();
        var last = layers.FindIndex(l => NameOf(l) == layer);
        if (last < 0)
            throw new ArgumentException(layer.Contains('/', StringComparison.Ordinal)
                ? $"The layer '{layer}' lies inside of the nested model '{layer.Split('/')[0]}'; cut that model, or name one of {Some(layers)}."
                : $"The model has no layer '{layer}'.{Suggestion.For(layer, layers.Select(NameOf))}");
        var isSequential = root["class_name"]!.GetValue<string>() == "Sequential";
        var kept = isSequential ? layers[..(last + 1)].ToHashSet() : Ancestors(stored, layers, layer);
        var list = root["config"] is JsonArray array ? array : root["config"]!["layers"]!.AsArray();
        list.Clear();
        foreach (var item in layers.Where(kept.Contains)) list.Add((JsonNode)item);
        if (!isSequential)
        {
            var config = root["config"]!.AsObject();
            // A nested model's own construction is its call 0.
            var call = KerasGraph.IsModel(layers[last]["class_name"]!.GetValue<string>()) ? FirstCall(stored, layer) : 0;
            config["output_layers"] = new JsonArray(new JsonArray(layer, call, 0));
            var names = layers.Where(kept.Contains).Select(NameOf).ToHashSet();
            config["input_layers"] = new JsonArray([.. Inputs(config["input_layers"]!).Where(i => names.Contains(i[0]!.GetValue<string>())).Select(i => i.DeepClone())]);
        }
        return Parse(root);
    }

    private static string Some(IEnumerable<JsonObject> layers) => string.Join(", ", layers.Select(l => $"'{NameOf(l)}'").TakeLast(4));

    private static HashSet<JsonObject> Ancestors(JsonElement stored, List<JsonObject> layers, string layer)
    {
        var byName = layers.ToDictionary(NameOf);
        var kept = new HashSet<JsonObject>();
        var pending = new Stack<string>([layer]);
        while (pending.TryPop(out var name))
        {
            if (!byName.TryGetValue(name, out var item) || !kept.Add(item) || item["inbound_nodes"] is not JsonArray calls) continue;
            foreach (var call in calls)
            {
                using var document = JsonDocument.Parse(call!.ToJsonString());
                foreach (var reference in InboundNode.References(document.RootElement)) pending.Push(reference.Layer);
            }
        }
        return kept;
    }

    /// <summary>The lowest call of a nested model that anything refers to.</summary>
    private static int FirstCall(JsonElement stored, string name)
    {
        var lowest = int.MaxValue;
        foreach (var layer in stored.GetProperty("config").GetProperty("layers").EnumerateArray())
            if (layer.TryGetProperty("inbound_nodes", out var calls) && calls.ValueKind == JsonValueKind.Array)
                foreach (var call in calls.EnumerateArray())
                    foreach (var reference in InboundNode.References(call))
                        if (reference.Layer == name) lowest = Math.Min(lowest, reference.Call);
        return lowest == int.MaxValue ? 0 : lowest;
    }

    /// <summary>[name, call, tensor] alone, or a list of these.</summary>
    private static IEnumerable<JsonArray> Inputs(JsonNode stored) => stored is JsonArray { Count: 3 } one && one[0] is JsonValue ? [one] : stored.AsArray().Select(i => i!.AsArray());

    /// <summary>A frozen model freezes all in it; where a part is to be freed, it freezes each layer by itself instead.</summary>
    private static void Open(JsonObject model)
    {
        if (model["config"] is not JsonObject config || config["trainable"] is not JsonValue flag || flag.GetValueKind() != JsonValueKind.False) return;
        Set(model, false);
        config["trainable"] = true;
    }

    private static void Set(JsonObject layer, bool trainable)
    {
        if (layer["class_name"]?.GetValue<string>() == "InputLayer") return;
        if (layer["config"] is JsonObject config)
        {
            config["trainable"] = trainable;
            foreach (var inside in (ReadOnlySpan<string>)["layer", "backward_layer", "cell"])
                if (config[inside] is JsonObject inner && inner["config"] is JsonObject) Set(inner, trainable);
        }
        foreach (var inner in LayersOf(layer)) Set(inner, trainable);
    }

    private static IEnumerable<JsonObject> LayersOf(JsonObject model)
    {
        var isModel = model["class_name"] is JsonValue name && KerasGraph.IsModel(name.GetValue<string>());
        var layers = !isModel ? null : model["config"] as JsonArray ?? model["config"]?["layers"] as JsonArray;
        return layers?.OfType<JsonObject>() ?? [];
    }

    private static string NameOf(JsonObject layer) => layer["name"]?.GetValue<string>() ?? layer["config"]?["name"]?.GetValue<string>() ?? "";

    private static JsonElement Parse(JsonNode root)
    {
        using var document = JsonDocument.Parse(root.ToJsonString(), new() { MaxDepth = 256 });
        return document.RootElement.Clone();
    }
}
