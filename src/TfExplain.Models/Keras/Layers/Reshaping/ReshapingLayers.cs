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
        ["Cropping1D"] = c => Cropping.Read(c, 1),
        ["Cropping2D"] = c => Cropping.Read(c, 2),
        ["Cropping3D"] = c => Cropping.Read(c, 3),
        ["UpSampling1D"] = c => UpSampling.Read(c, 1),
        ["UpSampling2D"] = c => UpSampling.Read(c, 2),
        ["UpSampling3D"] = c => UpSampling.Read(c, 3),
        ["Permute"] = Permute.Read,
        ["RepeatVector"] = RepeatVector.Read,
    };
}
