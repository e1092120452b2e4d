using System.Text.Json;
using System.Text.Json.Nodes;

namespace TfExplain.Models.Keras.Writing;

/// <summary>
/// The numbers of calls in references to nested models. Keras 2 counts a nested model's own construction as call 0, Keras 3 does not; a stored model that
/// refers to no call 0 counts it.
/// </summary>
internal sealed class CallNumbers
{
    private readonly Dictionary<string, int> _from = [];
    private readonly Dictionary<string, int> _to = [];

    /// <param name="config">The configuration of a functional model.</param>
    /// <param name="keras2">Whether the numbers are wanted as Keras 2 counts them.</param>
    public CallNumbers(JsonElement config, bool keras2)
    {
        if (config.ValueKind != JsonValueKind.Object || !config.TryGetProperty("layers", out var layers) || layers.ValueKind != JsonValueKind.Array) return;
        var counted = layers.EnumerateArray().SelectMany(Calls).ToList();
        var isKeras2 = counted.Exists(call => call.ValueKind == JsonValueKind.Array);
        var references = counted.SelectMany(InboundNode.References).Concat(config.TryGetProperty("output_layers", out var outputs) ? KerasGraph.References(outputs) : []).ToLookup(r => r.Layer, r => r.Call);
        foreach (var layer in layers.EnumerateArray())
        {
            if (!KerasGraph.IsModel(KerasOptions.ClassName(layer)) || StoredLayers.Name(layer) is not { } name) continue;
            _from[name] = references.Contains(name) && !references[name].Contains(0) ? 1 : 0;
            _to[name] = keras2 && isKeras2 ? _from[name] : keras2 && (KerasOptions.ClassName(layer) != "Sequential" || BeginsWithInput(layer)) ? 1 : 0;
        }
    }

    /// <summary>The call counted from 0.</summary>
    public int Plain(string layer, int call) => call - _from.GetValueOrDefault(layer);

    /// <summary>The call as the wanted form counts it.</summary>
    public int Wanted(string layer, int call) => Plain(layer, call) + _to.GetValueOrDefault(layer);

    /// <summary>The same structure of references with their calls as the wanted form counts them.</summary>
    public JsonNode? References(JsonElement stored) => InboundNode.AsReference(stored) is var (layer, call, tensor) ? Reference(layer, Wanted(layer, call), tensor)
        : stored.ValueKind == JsonValueKind.Array ? new JsonArray([.. stored.EnumerateArray().Select(References)])
        : stored.ValueKind == JsonValueKind.Object ? new JsonObject(stored.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, References(p.Value))))
        : Json.Of(stored);

    public static JsonArray Reference(string layer, int call, int tensor) => new(JsonValue.Create(layer), JsonValue.Create(call), JsonValue.Create(tensor));

    private static IEnumerable<JsonElement> Calls(JsonElement layer) =>
        layer.TryGetProperty("inbound_nodes", out var calls) && calls.ValueKind == JsonValueKind.Array ? calls.EnumerateArray() : [];

    private static bool BeginsWithInput(JsonElement sequential) => StoredLayers.Inner(sequential, "layers") is { ValueKind: JsonValueKind.Array } layers && layers.GetArrayLength() > 0
        && (KerasOptions.ClassName(layers[0]) == "InputLayer" || layers[0].GetProperty("config").TryGetProperty("batch_input_shape", out _));
}
