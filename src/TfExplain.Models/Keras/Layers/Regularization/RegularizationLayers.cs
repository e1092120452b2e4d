namespace TfExplain.Models.Keras.Layers;

/// <summary>Layers that act in training alone.</summary>
internal static class RegularizationLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["Dropout"] = PassThrough.Read,
        ["SpatialDropout1D"] = PassThrough.Read,
        ["SpatialDropout2D"] = PassThrough.Read,
        ["SpatialDropout3D"] = PassThrough.Read,
        ["GaussianDropout"] = PassThrough.Read,
        ["GaussianNoise"] = PassThrough.Read,
        ["AlphaDropout"] = PassThrough.Read,
        ["ActivityRegularization"] = PassThrough.Read,
    };
}
