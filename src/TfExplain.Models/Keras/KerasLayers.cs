using System.Collections.Immutable;
using TfExplain.Models.Keras.Layers;

namespace TfExplain.Models.Keras;

/// <summary>Every layer class that is built in, by family.</summary>
internal static class KerasLayers
{
    public static ImmutableDictionary<string, LayerReader> All { get; } = ImmutableDictionary.CreateRange(new[]
    {
        CoreLayers.All, ConvolutionalLayers.All, PoolingLayers.All, NormalizationLayers.All, ActivationLayers.All, MergingLayers.All, ReshapingLayers.All,
        RegularizationLayers.All, RecurrentLayers.All, AttentionLayers.All, PreprocessingLayers.All, WrapperLayers.All, OperatorLayers.All,
    }.SelectMany(family => family));
}
