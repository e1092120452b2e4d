namespace TfExplain.Models.Keras.Layers;

/// <summary>Keras's normalisation layers.</summary>
internal static class NormalizationLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["BatchNormalization"] = BatchNormalization.Read,
        ["BatchNormalizationV1"] = BatchNormalization.Read,
        ["SyncBatchNormalization"] = BatchNormalization.Read,
        ["LayerNormalization"] = LayerNormalization.Read,
        ["RMSNormalization"] = LayerNormalization.ReadRootMeanSquare,
        ["GroupNormalization"] = GroupNormalization.Read,
        ["UnitNormalization"] = UnitNormalization.Read,
        ["Normalization"] = Normalization.Read,
    };
}
