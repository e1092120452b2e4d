namespace TfExplain.Models.Keras.Layers;

/// <summary>Keras's core layers.</summary>
internal static class CoreLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["Dense"] = Dense.Read,
        ["Activation"] = Activation.Read,
        ["Embedding"] = Embedding.Read,
        ["EinsumDense"] = EinsumDense.Read,
        ["Masking"] = Masking.Read,
        ["Identity"] = PassThrough.Read,
    };
}
