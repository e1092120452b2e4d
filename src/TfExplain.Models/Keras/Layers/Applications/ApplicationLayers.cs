namespace TfExplain.Models.Keras.Layers;

/// <summary>Layers that well-known networks bring along.</summary>
internal static class ApplicationLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["CustomScaleLayer"] = CustomScale.Read,
        ["LayerScale"] = LayerScale.Read,
        ["StochasticDepth"] = StochasticDepth.Read,
        ["FixedDropout"] = Dropout.Read,
    };
}
