using System.Collections.Immutable;
using System.Text.Json;

namespace TfExplain.Models.Keras;

/// <summary>
/// The stored arguments of one layer call. Keras 2: a list of [layer, call, tensor, keywords]; Keras 3: {"args": [...], "kwargs": {...}} with tensors as
/// {"class_name": "__keras_tensor__", "config": {"keras_history": [layer, call, tensor]}}.
/// </summary>
internal static class InboundNode
{
    /// <summary>[layer, call, tensor], with or without keywords behind; null if it is something else.</summary>
    public static (string Layer, int Call, int Tensor)? AsReference(JsonElement stored)
    {
        if (stored.ValueKind != JsonValueKind.Array || stored.GetArrayLength() is < 3 or > 4) return null;
        return stored[0].ValueKind == JsonValueKind.String && stored[1].ValueKind == JsonValueKind.Number && stored[1].TryGetInt32(out var call) && call >= 0
            && stored[2].ValueKind == JsonValueKind.Number && stored[2].TryGetInt32(out var tensor) && tensor >= 0
                ? (stored[0].GetString()!, call, tensor)
                : null;
    }

    public static List<(string Layer, int Call, int Tensor)> References(JsonElement stored)
    {
        var found = new List<(string, int, int)>();
        Arguments(stored, reference =>
        {
            found.Add(reference);
            return null!;
        });
        return found;
    }

    public static (ImmutableArray<Argument> Positional, ImmutableDictionary<string, Argument> Keywords) Arguments(JsonElement stored, Func<(string Layer, int Call, int Tensor), KerasTensor> resolve)
    {
        var keywords = ImmutableDictionary.CreateBuilder<string, Argument>();
        if (stored.ValueKind == JsonValueKind.Object)
        {
            if (stored.TryGetProperty("kwargs", out var named) && named.ValueKind == JsonValueKind.Object)
                foreach (var item in named.EnumerateObject()) keywords[item.Name] = Keras3(item.Value, resolve);
            return (stored.TryGetProperty("args", out var args) && args.ValueKind == JsonValueKind.Array ? [.. args.EnumerateArray().Select(a => Keras3(a, resolve))] : [], keywords.ToImmutable());
        }
        if (stored.ValueKind != JsonValueKind.Array) throw new ModelFormatException($"Expected the arguments of a layer call; found {stored.GetRawText()}.");
        // A call of an operator stores its single reference without the outer list.
        var items = AsReference(stored) is not null || IsConstant(stored) ? [stored] : stored.EnumerateArray().ToList();
        var tensors = ImmutableArray.CreateBuilder<Argument>();
        foreach (var item in items)
        {
            if (item.ValueKind == JsonValueKind.Object)
            {
                // Dictionaries of inputs are flattened in the order of their keys.
                foreach (var named in item.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal)) tensors.Add(Keras2(named.Value, resolve));
                continue;
            }
            tensors.Add(IsConstant(item) ? new Argument.OfJson(item[2]) : Keras2(item, resolve));
            if (item.GetArrayLength() == 4 && item[3].ValueKind == JsonValueKind.Object)
                foreach (var named in item[3].EnumerateObject()) keywords[named.Name] = Keras2(named.Value, resolve);
        }
        return (tensors.ToImmutable(), keywords.ToImmutable());
    }

    internal static bool IsConstant(JsonElement stored) => stored.ValueKind == JsonValueKind.Array && stored.GetArrayLength() >= 3
        && stored[0].ValueKind == JsonValueKind.String && stored[0].GetString() == "_CONSTANT_VALUE";

    private static Argument Keras2(JsonElement stored, Func<(string, int, int), KerasTensor> resolve)
    {
        if (AsReference(stored) is { } reference) return new Argument.OfTensor(resolve(reference));
        return stored.ValueKind == JsonValueKind.Array && stored.EnumerateArray().Any(HoldsReference)
            ? new Argument.OfList([.. stored.EnumerateArray().Select(item => Keras2(item, resolve))])
            : new Argument.OfJson(stored);
    }

    internal static bool HoldsReference(JsonElement stored) =>
        AsReference(stored) is not null || (stored.ValueKind == JsonValueKind.Array && stored.EnumerateArray().Any(HoldsReference));

    private static Argument Keras3(JsonElement stored, Func<(string, int, int), KerasTensor> resolve)
    {
        if (stored.ValueKind == JsonValueKind.Array)
            return stored.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                ? new Argument.OfList([.. stored.EnumerateArray().Select(item => Keras3(item, resolve))])
                : new Argument.OfJson(stored);
        if (stored.ValueKind == JsonValueKind.Object && stored.TryGetProperty("class_name", out var className) && className.ValueKind == JsonValueKind.String)
        {
            if (className.GetString() == "__keras_tensor__")
            {
                var history = stored.TryGetProperty("config", out var config) && config.TryGetProperty("keras_history", out var value) ? AsReference(value) : null;
                return new Argument.OfTensor(resolve(history ?? throw new ModelFormatException($"A tensor argument lacks its 'keras_history': {stored.GetRawText()}.")));
            }
            return new Argument.OfJson(stored);
        }
        if (stored.ValueKind == JsonValueKind.Object)
            return new Argument.OfList([.. stored.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => Keras3(p.Value, resolve))]);
        return new Argument.OfJson(stored);
    }
}
