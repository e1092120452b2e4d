using System.Text.Json;
using System.Text.Json.Nodes;

namespace TfExplain.Models.Keras.Writing;

/// <summary>Says an architecture in Keras 2's form, as a whole-model <c>.h5</c> holds it.</summary>
internal static class ToKeras2
{
    /// <summary>The architecture; null where Keras 2 has no form for something in it.</summary>
    public static JsonObject? TryConvert(JsonElement stored)
    {
        try
        {
            return Layer(stored, null);
        }
        catch (NoFormException)
        {
            return null;
        }
    }

    private static JsonObject Layer(JsonElement stored, CallNumbers? calls)
    {
        var className = KerasOptions.ClassName(stored);
        if (FormTables.IsNew(className) || (StoredLayers.IsOperator(stored) && !className.StartsWith("SpatialDropout", StringComparison.Ordinal))) throw new NoFormException();
        var config = stored.GetProperty("config");
        var result = new JsonObject { ["class_name"] = className };
        var converted = KerasGraph.IsModel(className) ? ModelConfig(config, className) : LayerConfig(config, className);
        result["config"] = converted;
        if (calls is null) return result;
        if (className == "MultiHeadAttention") AttentionShapes((JsonObject)converted!, stored);
        result["name"] = StoredLayers.Name(stored);
        if (stored.TryGetProperty("inbound_nodes", out var nodes) && nodes.ValueKind == JsonValueKind.Array)
            result["inbound_nodes"] = new JsonArray([.. nodes.EnumerateArray().Select(node => Call(node, className, calls))]);
        return result;
    }

    private static JsonNode? ModelConfig(JsonElement config, string className)
    {
        if (config.ValueKind != JsonValueKind.Object) return Json.Of(config);
        var calls = className == "Sequential" ? null : new CallNumbers(config, keras2: true);
        var result = new JsonObject();
        foreach (var member in config.EnumerateObject())
        {
            if (className == "Sequential" && (member.Name == "dtype" || (member.Name == "trainable" && member.Value.ValueKind == JsonValueKind.True))) continue;
            result[member.Name] = member.Name switch
            {
                "layers" => new JsonArray([.. member.Value.EnumerateArray().Select(layer => Layer(layer, calls))]),
                "input_layers" or "output_layers" => calls is not null && InboundNode.AsReference(member.Value) is not null ? new JsonArray(calls.References(member.Value)) : calls?.References(member.Value) ?? Json.Of(member.Value),
                _ => Json.Of(member.Value),
            };
        }
        return result;
    }

    private static JsonObject LayerConfig(JsonElement config, string className)
    {
        var result = new JsonObject();
        if (config.ValueKind != JsonValueKind.Object) return result;
        foreach (var member in config.EnumerateObject())
        {
            if (Means(className, member)) continue;
            if (member.Name == "batch_shape" && className == "InputLayer") result["batch_input_shape"] = Json.Of(member.Value);
            else if (member.Name == "dtype") result["dtype"] = Policy(member.Value);
            else if (className == "LeakyReLU" && member.Name == "negative_slope") result["alpha"] = Json.Of(member.Value);
            else result[member.Name] = Value(member.Value, member.Name);
        }
        return result;
    }

    /// <summary>Whether a member may be left out; one that Keras 2 does not know must say what Keras 2 does anyway.</summary>
    private static bool Means(string className, JsonProperty member)
    {
        foreach (var (key, otherwise) in FormTables.Keras3Only(className))
        {
            if (key != member.Name) continue;
            // Keras 2 accepts this of its own recurrent layers, but says it only where it holds.
            if (key == "zero_output_for_mask" && member.Value.ValueKind == JsonValueKind.True && !className.StartsWith("ConvLSTM", StringComparison.Ordinal)) return false;
            using var expected = JsonDocument.Parse(otherwise);
            var same = member.Value.ValueKind == JsonValueKind.Number && expected.RootElement.ValueKind == JsonValueKind.Number
                ? member.Value.GetDouble() == expected.RootElement.GetDouble()
                : JsonElement.DeepEquals(member.Value, expected.RootElement);
            return same ? true : throw new NoFormException();
        }
        return false;
    }

    private static JsonNode? Value(JsonElement stored, string key)
    {
        if (stored.ValueKind == JsonValueKind.Array) return new JsonArray([.. stored.EnumerateArray().Select(item => Value(item, key))]);
        if (!Json.IsObject(stored, out var className)) return Json.Of(stored);
        if (FormTables.IsNew(className)) throw new NoFormException();
        if (!key.EndsWith("_initializer", StringComparison.Ordinal)) return StoredLayers.Name(stored) is null ? Json.Of(stored) : Layer(stored, null);
        // Keras 2's initialisers do not know which axes are the inputs.
        var initializer = (JsonObject)Json.Of(stored)!.DeepClone();
        initializer.Remove("shared_object_id");
        foreach (var axes in (ReadOnlySpan<string>)["input_axes", "output_axes"])
        {
            if (initializer["config"] is not JsonObject inner || !inner.TryGetPropertyValue(axes, out var given)) continue;
            if (given is not null) throw new NoFormException();
            inner.Remove(axes);
        }
        return initializer;
    }

    private static JsonNode? Policy(JsonElement stored)
    {
        if (!Json.IsObject(stored, out var className) || StoredLayers.Name(stored) is not { } name) return Json.Of(stored);
        if (className != "DTypePolicy") return className == "Policy" ? Json.Of(stored) : throw new NoFormException();
        return name.StartsWith("mixed_", StringComparison.Ordinal)
            ? new JsonObject { ["module"] = "keras.mixed_precision", ["class_name"] = "Policy", ["config"] = new JsonObject { ["name"] = name }, ["registered_name"] = null }
            : JsonValue.Create(name);
    }

    private static JsonNode Call(JsonElement node, string className, CallNumbers calls)
    {
        if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty("args", out var args)) return Json.Of(node)!;
        var keywords = new JsonObject();
        if (node.TryGetProperty("kwargs", out var kwargs) && kwargs.ValueKind == JsonValueKind.Object)
            foreach (var keyword in kwargs.EnumerateObject())
                if (keyword.Value.ValueKind != JsonValueKind.Null) keywords[keyword.Name] = Argument(keyword.Value, calls);
        var given = args.EnumerateArray().ToList();
        // Further positional arguments are named ones in Keras 2.
        string[] names = className == "MultiHeadAttention" ? ["value", "key"] : [];
        for (var i = 1; i < given.Count; i++) keywords[i <= names.Length ? names[i - 1] : throw new NoFormException()] = Argument(given[i], calls);
        if (given.Count == 0) throw new NoFormException();
        List<JsonElement> tensors = given[0].ValueKind == JsonValueKind.Array ? [.. given[0].EnumerateArray()] : [given[0]];
        return new JsonArray([.. tensors.Select(tensor =>
        {
            var reference = Reference(tensor, calls) ?? throw new NoFormException();
            reference.Add(keywords.DeepClone());
            return (JsonNode?)reference;
        })]);
    }

    private static JsonNode? Argument(JsonElement stored, CallNumbers calls) => Reference(stored, calls) is { } reference ? reference
        : stored.ValueKind == JsonValueKind.Array ? new JsonArray([.. stored.EnumerateArray().Select(item => Argument(item, calls))])
        : stored.ValueKind == JsonValueKind.Object ? throw new NoFormException() : Json.Of(stored);

    private static JsonArray? Reference(JsonElement stored, CallNumbers calls) => StoredLayers.ClassName(stored) == "__keras_tensor__"
        && stored.TryGetProperty("config", out var config) && config.TryGetProperty("keras_history", out var history) ? calls.References(history) as JsonArray : null;

    /// <summary>Keras 2 builds attention from the shapes of its inputs, which it keeps in the configuration.</summary>
    private static void AttentionShapes(JsonObject config, JsonElement stored)
    {
        if (config.ContainsKey("query_shape") || !stored.TryGetProperty("inbound_nodes", out var nodes) || nodes.GetArrayLength() == 0 || nodes[0].ValueKind != JsonValueKind.Object) return;
        JsonElement? Given(string name, int position)
        {
            var (args, kwargs) = (nodes[0].GetProperty("args"), nodes[0].GetProperty("kwargs"));
            var tensor = position < args.GetArrayLength() ? args[position] : kwargs.TryGetProperty(name, out var named) ? named : default;
            return StoredLayers.ClassName(tensor) == "__keras_tensor__" ? tensor.GetProperty("config").GetProperty("shape") : null;
        }
        var query = Given("query", 0) ?? throw new NoFormException();
        var value = Given("value", 1) ?? throw new NoFormException();
        var key = Given("key", 2) ?? value;
        (config["query_shape"], config["key_shape"], config["value_shape"]) = (Json.Of(query), Json.Of(key), Json.Of(value));
    }

    private sealed class NoFormException : Exception;
}
