namespace TfExplain.Models.Keras.Layers;

/// <summary>A wrapper that divides a kernel by its spectral norm in training; in inference the layer has its last kernel. Weights: the layer's, vector_u [1, filters].</summary>
internal sealed record SpectralNormalization(Layer Layer) : Layer
{
    public static SpectralNormalization Read(LayerConfig config) => new(config.Layer("layer"));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var outputs = call.Call("layer", Layer, call.Inputs);
        var inner = call.Weights.Sub("layer");
        if (inner.First is not var (node, kernel)) throw new ModelFormatException($"Layer '{call.Path}': the wrapped layer has no kernel.");
        call.Weights.Share("kernel", node, kernel);
        call.Weight("vector_u", [1, kernel.Shape[^1]], trainable: false);
        return outputs;
    }
}
