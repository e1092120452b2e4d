namespace TfExplain.Models.Keras.Layers;

/// <summary>Keras's convolution layers.</summary>
internal static class ConvolutionalLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["Conv1D"] = c => Conv.Read(c, 1),
        ["Convolution1D"] = c => Conv.Read(c, 1),
        ["Conv2D"] = c => Conv.Read(c, 2),
        ["Convolution2D"] = c => Conv.Read(c, 2),
        ["Conv3D"] = c => Conv.Read(c, 3),
        ["DepthwiseConv1D"] = c => DepthwiseConv.Read(c, 1),
        ["DepthwiseConv2D"] = c => DepthwiseConv.Read(c, 2),
        ["SeparableConv1D"] = c => SeparableConv.Read(c, 1),
        ["SeparableConv2D"] = c => SeparableConv.Read(c, 2),
        ["Conv1DTranspose"] = c => ConvTranspose.Read(c, 1),
        ["Conv2DTranspose"] = c => ConvTranspose.Read(c, 2),
        ["Conv3DTranspose"] = c => ConvTranspose.Read(c, 3),
    };
}
