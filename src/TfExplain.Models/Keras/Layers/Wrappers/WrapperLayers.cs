namespace TfExplain.Models.Keras.Layers;

/// <summary>Keras's layers around one other layer.</summary>
internal static class WrapperLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["TimeDistributed"] = TimeDistributed.Read,
        ["SpectralNormalization"] = SpectralNormalization.Read,
    };
}
