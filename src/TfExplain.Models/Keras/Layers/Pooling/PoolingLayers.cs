using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Keras's pooling layers.</summary>
internal static class PoolingLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["MaxPooling1D"] = c => Pooling.Read(c, 1, true),
        ["MaxPooling2D"] = c => Pooling.Read(c, 2, true),
        ["MaxPooling3D"] = c => Pooling.Read(c, 3, true),
        ["AveragePooling1D"] = c => Pooling.Read(c, 1, false),
        ["AveragePooling2D"] = c => Pooling.Read(c, 2, false),
        ["AveragePooling3D"] = c => Pooling.Read(c, 3, false),
        ["AdaptiveAveragePooling1D"] = c => AdaptivePooling.Read(c, 1, max: false),
        ["AdaptiveAveragePooling2D"] = c => AdaptivePooling.Read(c, 2, max: false),
        ["AdaptiveAveragePooling3D"] = c => AdaptivePooling.Read(c, 3, max: false),
        ["AdaptiveMaxPooling1D"] = c => AdaptivePooling.Read(c, 1, max: true),
        ["AdaptiveMaxPooling2D"] = c => AdaptivePooling.Read(c, 2, max: true),
        ["AdaptiveMaxPooling3D"] = c => AdaptivePooling.Read(c, 3, max: true),
        ["GlobalMaxPooling1D"] = c => GlobalPooling.Read(c, ReduceKind.Max),
        ["GlobalMaxPooling2D"] = c => GlobalPooling.Read(c, ReduceKind.Max),
        ["GlobalMaxPooling3D"] = c => GlobalPooling.Read(c, ReduceKind.Max),
        ["GlobalAveragePooling1D"] = c => GlobalPooling.Read(c, ReduceKind.Mean),
        ["GlobalAveragePooling2D"] = c => GlobalPooling.Read(c, ReduceKind.Mean),
        ["GlobalAveragePooling3D"] = c => GlobalPooling.Read(c, ReduceKind.Mean),
    };
}
