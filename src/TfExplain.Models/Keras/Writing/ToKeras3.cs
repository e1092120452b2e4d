using System.Text.Json;
using System.Text.Json.Nodes;

namespace TfExplain.Models.Keras.Writing;

/// <summary>Says an architecture in Keras 3's form, as a <c>.keras</c> archive holds it.</summary>
internal sealed class ToKeras3(Model model)
{
    private readonly List<string> _refused = [];
    private readonly Keras3Calls _calls = new(model);

    /// <exception cref="ModelFormatException">Layers cannot be said in this form; all are listed.</exception>
    public JsonObject Convert(JsonElement stored)
    {
        var converted = Object(stored, "", null);
        _refused.AddRange(_calls.Refused);
        if (_refused.Count > 0) throw new ModelFormatException($"Keras 3 has no form for {string.Join(", ", _refused)}; save the model as .h5 instead.");
        foreach (var key in (ReadOnlySpan<string>)["build_config", "compile_config"])
            if (stored.TryGetProperty(key, out var value)) converted[key] = Json.Of(value);
        return converted;
    }

    /// <summary>A layer, a model, or another object with a class and a configuration.</summary>
    private JsonObject Object(JsonElement stored, string prefix, CallNumbers? calls)
    {
        var className = KerasOptions.ClassName(stored);
        var name = StoredLayers.Name(stored);
        if (FormTables.IsOld(className)) _refused.Add($"'{prefix}{name}' ({className})");
        var isModel = KerasGraph.IsModel(className);
        if (className == "Model") className = "Functional";
        var (module, registered) = Place(stored, className);
        var result = new JsonObject { ["module"] = module, ["class_name"] = className };
        var config = stored.GetProperty("config");
        result["config"] = isModel ? ModelConfig(config, className, calls is null ? prefix : $"{prefix}{name}/") : LayerConfig(config, className);
        result["registered_name"] = registered;
        if (stored.TryGetProperty("build_config", out var build) && calls is not null) result["build_config"] = Json.Of(build);
        if (calls is null) return result;
        result["name"] = name;
        if (stored.TryGetProperty("inbound_nodes", out var nodes) && nodes.ValueKind == JsonValueKind.Array)
            result["inbound_nodes"] = new JsonArray([.. nodes.EnumerateArray().Select(node => _calls.Convert(node, className, prefix, calls))]);
        return result;
    }

    private JsonNode ModelConfig(JsonElement config, string className, string prefix)
    {
        var result = new JsonObject();
        var layers = config.ValueKind == JsonValueKind.Array ? config : config.GetProperty("layers");
        if (className == "Sequential")
        {
            var none = new CallNumbers(default, keras2: false);
            var list = new JsonArray();
            var stored = layers.EnumerateArray().ToList();
            if (stored.Count > 0 && KerasOptions.ClassName(stored[0]) != "InputLayer" && stored[0].GetProperty("config").TryGetProperty("batch_input_shape", out var shape))
                list.Add((JsonNode)Input(StoredLayers.Name(stored[0]) + "_input", shape, stored[0].GetProperty("config")));
            foreach (var layer in stored)
            {
                var converted = Object(layer, prefix, none);
                // A list of layers needs no names beside those in their configurations.
                converted.Remove("name");
                list.Add((JsonNode)converted);
            }
            Rest(result, config, "layers");
            result["layers"] = list;
            return result;
        }
        var calls = new CallNumbers(config, keras2: false);
        foreach (var member in config.EnumerateObject())
            result[member.Name] = member.Name switch
            {
                "layers" => new JsonArray([.. layers.EnumerateArray().Select(layer => Object(layer, prefix, calls))]),
                "input_layers" or "output_layers" => Single(calls.References(member.Value)),
                _ => Json.Of(member.Value),
            };
        return result;
    }

    private static void Rest(JsonObject result, JsonElement config, string except)
    {
        if (config.ValueKind != JsonValueKind.Object) return;
        foreach (var member in config.EnumerateObject())
            if (member.Name != except) result[member.Name] = Json.Of(member.Value);
    }

    private static JsonObject Input(string name, JsonElement shape, JsonElement first)
    {
        var type = first.TryGetProperty("dtype", out var stored) && stored.ValueKind == JsonValueKind.String ? stored.GetString() : "float32";
        return new()
        {
            ["module"] = "keras.layers",
            ["class_name"] = "InputLayer",
            ["config"] = new JsonObject { ["batch_shape"] = Json.Of(shape), ["dtype"] = type, ["sparse"] = false, ["ragged"] = false, ["name"] = name },
            ["registered_name"] = null,
        };
    }

    /// <summary>One input or output stands by itself in Keras 3, in a list of one in Keras 2.</summary>
    private static JsonNode? Single(JsonNode? references) => references is JsonArray { Count: 1 } list && list[0] is JsonArray only ? only.DeepClone() : references;

    private JsonObject LayerConfig(JsonElement config, string className)
    {
        var result = new JsonObject();
        if (config.ValueKind != JsonValueKind.Object) return result;
        var dropped = FormTables.Keras2Only(className);
        foreach (var member in config.EnumerateObject())
        {
            if (dropped.Contains(member.Name)) continue;
            if (member.Name is "batch_input_shape")
            {
                if (className == "InputLayer") result["batch_shape"] = Json.Of(member.Value);
                continue;
            }
            if (member.Name == "dtype" && className != "InputLayer") result["dtype"] = Policy(member.Value);
            else if (className == "LeakyReLU" && member.Name == "alpha") result["negative_slope"] = Json.Of(member.Value);
            // Keras 2 lists even a single axis.
            else if (member.Name == "axis" && className == "BatchNormalization" && member.Value is { ValueKind: JsonValueKind.Array } axes && axes.GetArrayLength() == 1) result["axis"] = Json.Of(axes[0]);
            else result[member.Name] = Value(member.Value, member.Name);
        }
        // Files from before this choice existed mean the first form; where nothing is said Keras 3 takes the second.
        if (className is "GRU" or "GRUCell" && !result.ContainsKey("reset_after")) result["reset_after"] = false;
        return result;
    }

    private JsonNode? Value(JsonElement stored, string key)
    {
        if (stored.ValueKind == JsonValueKind.Array) return new JsonArray([.. stored.EnumerateArray().Select(item => Value(item, key))]);
        if (!Json.IsObject(stored, out var className) || className.StartsWith("__", StringComparison.Ordinal)) return Json.Of(stored);
        var kind = key.EndsWith("_initializer", StringComparison.Ordinal) ? "keras.initializers"
            : key.EndsWith("_regularizer", StringComparison.Ordinal) ? "keras.regularizers"
            : key.EndsWith("_constraint", StringComparison.Ordinal) ? "keras.constraints" : null;
        if (kind is null) return StoredLayers.Name(stored) is null ? Json.Of(stored) : Object(stored, "", null);
        if (stored.TryGetProperty("module", out _)) return Json.Of(stored);
        return new JsonObject { ["module"] = kind, ["class_name"] = className, ["config"] = Json.Of(stored.GetProperty("config")), ["registered_name"] = null };
    }

    private static JsonNode? Policy(JsonElement stored)
    {
        var name = stored.ValueKind == JsonValueKind.String ? stored.GetString() : Json.IsObject(stored, out var className) && className == "Policy" ? StoredLayers.Name(stored) : null;
        return name is null ? Json.Of(stored) : new JsonObject { ["module"] = "keras", ["class_name"] = "DTypePolicy", ["config"] = new JsonObject { ["name"] = name }, ["registered_name"] = null };
    }

    private static (string? Module, string? Registered) Place(JsonElement stored, string className)
    {
        if (className == "Functional") return ("keras.src.models.functional", "Functional");
        if (className == "Sequential") return ("keras", null);
        if (StoredLayers.IsOperator(stored) && !className.StartsWith("SpatialDropout", StringComparison.Ordinal)) return (Layers.Ops.NeuralOperators.All.ContainsKey(className) ? "keras.src.ops.nn" : "keras.src.ops.numpy", className);
        if (className == "InputLayer" || KerasLayers.All.ContainsKey(className)) return ("keras.layers", null);
        // Of a user's own class only the name is known.
        return (stored.TryGetProperty("module", out var module) && module.ValueKind == JsonValueKind.String ? module.GetString() : null,
            stored.TryGetProperty("registered_name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : className);
    }
}
