using System.Text.Json;
using System.Text.Json.Nodes;
using TfExplain.Engine;

namespace TfExplain.Models.Keras.Writing;

/// <summary>Says calls of layers in Keras 3's form: arguments by position and by name, each tensor with its shape and where it comes from.</summary>
internal sealed class Keras3Calls(Model model)
{
    private readonly Dictionary<string, LayerInfo> _layers = model.Layers.DistinctBy(l => l.Name).ToDictionary(l => l.Name);

    /// <summary>What cannot be said.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>A stored call of either form.</summary>
    /// <param name="node">The call.</param>
    /// <param name="className">The class of the layer that is called.</param>
    /// <param name="prefix">The models around it, e.g. <c>backbone/</c>.</param>
    /// <param name="calls">The numbers of calls in the model around it.</param>
    public JsonObject Convert(JsonElement node, string className, string prefix, CallNumbers calls)
    {
        if (node.ValueKind == JsonValueKind.Object && node.TryGetProperty("args", out var args))
            return new() { ["args"] = Renumbered(args, calls), ["kwargs"] = node.TryGetProperty("kwargs", out var kwargs) ? Renumbered(kwargs, calls) : new JsonObject() };
        var keywords = new JsonObject();
        var tensors = new List<JsonNode?>();
        List<JsonElement> items = node.ValueKind != JsonValueKind.Array ? [] : InboundNode.AsReference(node) is not null ? [node] : [.. node.EnumerateArray()];
        foreach (var item in items)
        {
            tensors.Add(item.ValueKind == JsonValueKind.Object
                ? new JsonObject(item.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Argument(p.Value, prefix, calls))))
                : Argument(item, prefix, calls));
            if (item.ValueKind == JsonValueKind.Array && item.GetArrayLength() == 4 && item[3].ValueKind == JsonValueKind.Object)
                foreach (var keyword in item[3].EnumerateObject()) keywords[keyword.Name] = Argument(keyword.Value, prefix, calls);
        }
        if (FormTables.IsRecurrent(className) && tensors.Count > 1)
        {
            keywords["initial_state"] = new JsonArray([.. tensors.Skip(1)]);
            tensors = tensors[..1];
        }
        return new() { ["args"] = tensors.Count == 1 ? new JsonArray(tensors[0]) : new JsonArray(new JsonArray([.. tensors])), ["kwargs"] = keywords };
    }

    /// <summary>An argument of Keras 2: a reference, a list with references, or a plain value.</summary>
    private JsonNode? Argument(JsonElement stored, string prefix, CallNumbers calls)
    {
        if (InboundNode.IsConstant(stored))
        {
            Refused.Add("a constant among the inputs of a layer");
            return null;
        }
        if (InboundNode.AsReference(stored) is var (layer, call, tensor)) return Tensor(prefix, layer, calls.Plain(layer, call), tensor);
        return stored.ValueKind == JsonValueKind.Array && InboundNode.HoldsReference(stored) ? new JsonArray([.. stored.EnumerateArray().Select(item => Argument(item, prefix, calls))]) : Json.Of(stored);
    }

    private JsonObject Tensor(string prefix, string layer, int call, int tensor)
    {
        var shape = _layers.TryGetValue(prefix + layer, out var info) && call < info.Calls.Count && tensor < info.Calls[call].Count ? info.Calls[call][tensor].Shape
            : model.Inputs.FirstOrDefault(i => i.Name == prefix + layer)?.Shape ?? [Shape.Unknown];
        var extents = new JsonArray([.. shape.Span.ToArray().Select(e => e == Shape.Unknown ? null : (JsonNode?)JsonValue.Create(e))]);
        return new()
        {
            ["class_name"] = "__keras_tensor__",
            ["config"] = new JsonObject { ["shape"] = extents, ["dtype"] = "float32", ["keras_history"] = CallNumbers.Reference(layer, call, tensor) },
        };
    }

    private static JsonNode? Renumbered(JsonElement stored, CallNumbers calls)
    {
        if (stored.ValueKind == JsonValueKind.Array) return new JsonArray([.. stored.EnumerateArray().Select(item => Renumbered(item, calls))]);
        if (stored.ValueKind != JsonValueKind.Object) return Json.Of(stored);
        return new JsonObject(stored.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Name == "keras_history" ? calls.References(p.Value) : Renumbered(p.Value, calls))));
    }
}
