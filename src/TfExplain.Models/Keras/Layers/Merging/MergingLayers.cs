using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Keras's merging layers.</summary>
internal static class MergingLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["Add"] = _ => new Merge(new Add()),
        ["Subtract"] = _ => new Merge(new Subtract()),
        ["Multiply"] = _ => new Merge(new Multiply()),
        ["Average"] = _ => new Merge(new Add(), Average: true),
        ["Maximum"] = _ => new Merge(new Maximum()),
        ["Minimum"] = _ => new Merge(new Minimum()),
        ["Concatenate"] = Concatenate.Read,
        ["Dot"] = Dot.Read,
    };
}
