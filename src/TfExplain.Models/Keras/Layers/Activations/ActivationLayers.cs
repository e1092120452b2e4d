namespace TfExplain.Models.Keras.Layers;

/// <summary>Keras's activation layers.</summary>
internal static class ActivationLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["ReLU"] = ReLU.Read,
        ["Softmax"] = Softmax.Read,
    };
}
