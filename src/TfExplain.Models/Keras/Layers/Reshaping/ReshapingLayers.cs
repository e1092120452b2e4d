namespace TfExplain.Models.Keras.Layers;

/// <summary>Keras's reshaping layers.</summary>
internal static class ReshapingLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["Flatten"] = Flatten.Read,
        ["Reshape"] = Reshape.Read,
        ["ZeroPadding1D"] = c => ZeroPadding.Read(c, 1),
        ["ZeroPadding2D"] = c => ZeroPadding.Read(c, 2),
        ["ZeroPadding3D"] = c => ZeroPadding.Read(c, 3),
    };
}
