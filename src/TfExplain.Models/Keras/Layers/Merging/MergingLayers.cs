namespace TfExplain.Models.Keras.Layers;

/// <summary>Keras's merging layers.</summary>
internal static class MergingLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["Add"] = _ => new Merge(Merge.Add),
        ["Subtract"] = _ => new Merge(Merge.Subtract),
        ["Multiply"] = _ => new Merge(Merge.Multiply),
        ["Average"] = _ => new Merge(Merge.Add, Average: true),
    };
}
