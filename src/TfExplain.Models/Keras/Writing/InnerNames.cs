using System.Text.Json;

namespace TfExplain.Models.Keras.Writing;

/// <summary>What Keras calls the layers inside a layer, which are stored under the attributes that hold them.</summary>
internal static class InnerNames
{
    /// <summary>The name of the layer in attribute <paramref name="attribute"/> and its configuration where one is stored.</summary>
    /// <param name="owner">The stored layer around it.</param>
    /// <param name="ownerClass">Its class.</param>
    /// <param name="attribute">The attribute, e.g. <c>forward_layer</c>.</param>
    public static (string Name, JsonElement? Stored) Of(JsonElement? owner, string ownerClass, string attribute)
    {
        switch (attribute)
        {
            case "forward_layer" or "backward_layer":
                var prefix = attribute[..attribute.IndexOf('_')];
                var own = attribute == "backward_layer" ? StoredLayers.Inner(owner, "backward_layer") : null;
                var wrapped = StoredLayers.Inner(owner, "layer");
                if (StoredLayers.Name(own) is { } named) return (named, own);
                var name = StoredLayers.Name(wrapped) ?? "rnn";
                foreach (var known in (ReadOnlySpan<string>)["forward_", "backward_"])
                    if (name.StartsWith(known, StringComparison.Ordinal)) name = name[known.Length..];
                return ($"{prefix}_{name}", wrapped);
            case "cell" when StoredLayers.Inner(owner, "cell") is { } cell:
                return (StoredLayers.Name(cell) ?? SnakeCase.Of(StoredLayers.ClassName(cell) ?? "cell"), cell);
            case "cell":
                return (ownerClass.StartsWith("ConvLSTM", StringComparison.Ordinal) ? "conv_lstm_cell" : SnakeCase.Of(ownerClass) + "_cell", null);
            case "cells":
                return ("cells", owner);
            case "layer":
                var layer = StoredLayers.Inner(owner, "layer");
                return (StoredLayers.Name(layer) ?? "layer", layer);
            default:
                // The projections of attention: query_dense is named query.
                var bare = attribute.TrimStart('_');
                return (bare == "output_dense" ? "attention_output" : bare.EndsWith("_dense", StringComparison.Ordinal) ? bare[..^"_dense".Length] : bare, null);
        }
    }

    /// <summary>The cells of a stack under the names of their groups.</summary>
    public static Dictionary<string, JsonElement> Cells(JsonElement? stack)
    {
        if (StoredLayers.Inner(stack, "cells") is not { ValueKind: JsonValueKind.Array } cells) return [];
        var list = cells.EnumerateArray().ToList();
        return SnakeCase.Numbered(list.Select(c => StoredLayers.ClassName(c) ?? "cell")).Zip(list).ToDictionary(c => c.First, c => c.Second);
    }
}
