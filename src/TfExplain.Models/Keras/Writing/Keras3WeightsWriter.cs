using System.Text.Json;
using TfExplain.Models.Hdf5.Writing;

namespace TfExplain.Models.Keras.Writing;

/// <summary>
/// Keras 3's weights in HDF5, as <see cref="Keras3Weights"/> reads them: a group <c>vars</c> for every layer, with weights or without, that tells the layer's
/// name in an attribute.
/// </summary>
internal static class Keras3WeightsWriter
{
    public static void Write(GroupNode root, KerasSource source, bool half) => Model(root, source.Weights, source.Stored, StoredLayers.Name(source.Stored) ?? "model", half);

    private static void Model(GroupNode group, ModelWeights model, JsonElement? stored, string name, bool half)
    {
        var layers = StoredLayers.ByName(stored);
        var kept = model.Layers.Where(l => !StoredLayers.IsOperator(Find(l)) && !(model.ClassName == "Sequential" && l.ClassName == "InputLayer")).ToList();
        foreach (var (layer, place) in kept.Zip(SnakeCase.Numbered(kept.Select(l => Class(l.ClassName)))))
        {
            var inner = group.Group("layers").Group(place);
            if (layer.Model is { } nested) Model(inner, nested, Find(layer), layer.Name, half);
            else Layer(inner, layer.Layer!, layer.ClassName, Find(layer), layer.Name, half);
        }
        Variables(group, name);
        JsonElement? Find(ModelWeights.Entry layer) => layers.TryGetValue(layer.Name, out var found) ? found : null;
    }

    /// <summary>A model that was stored as 'Model' is a functional one.</summary>
    private static string Class(string className) => className == "Model" ? "Functional" : className;

    private static void Layer(GroupNode group, LayerWeights layer, string className, JsonElement? stored, string name, bool half)
    {
        if (layer.Model is { } nested)
        {
            Model(group, nested, stored, name, half);
            return;
        }
        var variables = Variables(group, name);
        var index = 0;
        foreach (var parameter in layer.Own) WeightData.Add(variables, $"{index++}", parameter, half);
        foreach (var (attribute, weights) in layer.Inner)
        {
            if (attribute == "cells") Cells(group.Group(attribute), weights, stored, half);
            else
            {
                var (innerName, inner) = InnerNames.Of(stored, className, attribute);
                Layer(group.Group(attribute), weights, StoredLayers.ClassName(inner) ?? "", inner, innerName, half);
            }
        }
        if (className is not ("MultiHeadAttention" or "GroupQueryAttention")) return;
        // Attention keeps two layers without weights.
        Variables(group.Group("_dropout_layer"), "dropout");
        Variables(group.Group("_softmax"), "softmax");
    }

    private static void Cells(GroupNode group, LayerWeights cells, JsonElement? stack, bool half)
    {
        var stored = InnerNames.Cells(stack);
        foreach (var (place, weights) in cells.Inner)
        {
            JsonElement? cell = stored.TryGetValue(place, out var found) ? found : null;
            Layer(group.Group(place), weights, StoredLayers.ClassName(cell) ?? "", cell, StoredLayers.Name(cell) ?? place, half);
        }
    }

    private static GroupNode Variables(GroupNode group, string name)
    {
        var variables = group.Group("vars");
        variables.Attribute("name", name);
        return variables;
    }
}
