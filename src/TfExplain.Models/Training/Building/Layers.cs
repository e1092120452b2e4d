using System.Text.Json.Nodes;

namespace TfExplain.Training;

/// <summary>
/// Keras's layers for models in code, with Keras's argument names and defaults. An argument that is missing here is set by <see cref="LayerSpec.With"/>,
/// and a class by <see cref="Of"/>.
/// </summary>
/// <remarks>
/// Only <see cref="Of"/> makes the layers of certain networks (<c>LayerScale</c>, <c>StochasticDepth</c>, <c>CustomScaleLayer</c>, <c>FixedDropout</c>), other names of the same
/// layer (<c>Convolution2D</c>, <c>SyncBatchNormalization</c>, <c>GroupedQueryAttention</c>), and the augmentations that are the identity here and cannot be trained
/// (<c>RandAugment</c>, <c>MixUp</c>, <c>RandomHeight</c> and others).
/// </remarks>
public static partial class Layers
{
    /// <summary>A layer by its Keras class and arguments.</summary>
    public static LayerSpec Of(string className, params IEnumerable<(string Argument, JsonNode? Value)> arguments) =>
        new(className, new JsonObject(arguments.Select(a => KeyValuePair.Create(a.Argument, a.Value?.DeepClone()))));

    /// <summary>
    /// A whole model as one layer, which takes over its weights as they are now. A model around one from Keras 2 whose <c>hard_sigmoid</c> is another than Keras 3's has Keras 2's
    /// in all its layers.
    /// </summary>
    /// <exception cref="ArgumentException">The model was not built from an architecture.</exception>
    public static LayerSpec AsLayer(this Model model, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var source = model.Source ?? throw new ArgumentException($"The model '{model.Name}' was not built from an architecture, so it cannot be a layer of another one.", nameof(model));
        var stored = JsonNode.Parse(source.Stored.GetRawText())!.AsObject();
        var config = stored["config"] is JsonArray layers ? new JsonObject { ["layers"] = layers.DeepClone() } : (JsonObject)stored["config"]!.DeepClone();
        config["name"] = name ?? model.Name;
        return new(stored["class_name"]!.GetValue<string>(), config, model);
    }

    /// <summary>Where samples come in: the extents of one sample, -1 for a free one.</summary>
    public static LayerSpec Input(params ReadOnlySpan<int> shape)
    {
        var extents = new JsonArray { null };
        foreach (var extent in shape) extents.Add(extent == -1 ? null : (JsonNode)extent);
        return new("InputLayer", new JsonObject { ["batch_shape"] = extents, ["dtype"] = "float32" });
    }
}
