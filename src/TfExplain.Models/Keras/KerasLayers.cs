using System.Collections.Immutable;
using TfExplain.Models.Keras.Layers;
using TfExplain.Models.Keras.Layers.Ops;

namespace TfExplain.Models.Keras;

/// <summary>Every layer class that is built in, by family.</summary>
internal static class KerasLayers
{
    public static ImmutableDictionary<string, LayerReader> All { get; } = ImmutableDictionary.CreateRange(new[]
    {
        CoreLayers.All, ConvolutionalLayers.All, PoolingLayers.All, NormalizationLayers.All, ActivationLayers.All, MergingLayers.All, ReshapingLayers.All,
        RegularizationLayers.All, RecurrentLayers.All, AttentionLayers.All, PreprocessingLayers.All, WrapperLayers.All, ApplicationLayers.All, OperatorLayers.All,
        OpsLayers.All,
    }.SelectMany(family => family));
}
