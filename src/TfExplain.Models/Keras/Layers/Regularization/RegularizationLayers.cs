namespace TfExplain.Models.Keras.Layers;

/// <summary>Layers that act in training alone.</summary>
internal static class RegularizationLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["Dropout"] = Dropout.Read,
        ["SpatialDropout1D"] = Dropout.ReadSpatial,
        ["SpatialDropout2D"] = Dropout.ReadSpatial,
        ["SpatialDropout3D"] = Dropout.ReadSpatial,
        ["GaussianDropout"] = Noise.ReadDropout,
        ["GaussianNoise"] = Noise.Read,
        ["AlphaDropout"] = AlphaDropout.Read,
        ["ActivityRegularization"] = ActivityRegularization.Read,
    };
}
