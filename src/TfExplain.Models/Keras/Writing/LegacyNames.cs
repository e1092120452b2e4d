using System.Text.Json;
using TfExplain.Engine;

namespace TfExplain.Models.Keras.Writing;

/// <summary>
/// The names of weights in Keras 2's files: <c>conv1/kernel:0</c>, <c>lstm/lstm_cell/kernel:0</c>. Those of the file that a model was read from are kept; layers
/// of nested models are named without the models around them.
/// </summary>
internal static class LegacyNames
{
    public static Dictionary<Parameter, string> Of(KerasSource source, string version)
    {
        var names = new Dictionary<Parameter, string>();
        Model(source.Weights, source.Stored, names);
        var ending = version.StartsWith('3') ? "" : ":0";
        return names.ToDictionary(n => n.Key, n => Kept(n.Key.SourceName, ending) ?? n.Value + ending);
    }

    /// <summary>The name of the file that the weight was read from, if it has the form that is wanted: Keras 3 writes paths, or names without <c>:0</c>.</summary>
    private static string? Kept(string? name, string ending) => name is null or ['/', ..] || name.Contains(':', StringComparison.Ordinal) != (ending.Length > 0) ? null : name;

    private static void Model(ModelWeights model, JsonElement? stored, Dictionary<Parameter, string> names)
    {
        var layers = StoredLayers.ByName(stored);
        foreach (var layer in model.Layers)
        {
            JsonElement? found = layers.TryGetValue(layer.Name, out var element) ? element : null;
            if (layer.Model is { } nested) Model(nested, found, names);
            else Layer(layer.Layer!, layer.ClassName, found, layer.Name, names);
        }
    }

    private static void Layer(LayerWeights layer, string className, JsonElement? stored, string scope, Dictionary<Parameter, string> names)
    {
        if (layer.Model is { } nested) Model(nested, stored, names);
        foreach (var (attribute, weights) in layer.Inner)
        {
            if (attribute == "cells")
            {
                var cells = InnerNames.Cells(stored);
                foreach (var (place, cell) in weights.Inner)
                {
                    JsonElement? config = cells.TryGetValue(place, out var found) ? found : null;
                    Layer(cell, StoredLayers.ClassName(config) ?? "", config, $"{scope}/{StoredLayers.Name(config) ?? place}", names);
                }
                continue;
            }
            var (name, inner) = InnerNames.Of(stored, className, attribute);
            // A wrapper gives its own name to the weights inside; a convolutional cell and a stack of cells do not name theirs.
            var bare = attribute == "layer" || (attribute == "cell" && (className.StartsWith("ConvLSTM", StringComparison.Ordinal) || StoredLayers.ClassName(inner) == "StackedRNNCells"));
            Layer(weights, StoredLayers.ClassName(inner) ?? "", inner, bare ? scope : $"{scope}/{name}", names);
        }
        foreach (var parameter in layer.Own) names.TryAdd(parameter, $"{scope}/{parameter.Name[(parameter.Name.LastIndexOf('/') + 1)..]}");
    }
}
