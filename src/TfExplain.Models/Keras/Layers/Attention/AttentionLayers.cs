namespace TfExplain.Models.Keras.Layers;

/// <summary>Keras's attention layers.</summary>
internal static class AttentionLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["Attention"] = DotAttention.Read,
        ["AdditiveAttention"] = DotAttention.ReadAdditive,
        ["MultiHeadAttention"] = MultiHeadAttention.Read,
        ["GroupQueryAttention"] = MultiHeadAttention.ReadGrouped,
        ["GroupedQueryAttention"] = MultiHeadAttention.ReadGrouped,
    };
}
