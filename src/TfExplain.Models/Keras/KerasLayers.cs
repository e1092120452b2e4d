using System.Collections.Immutable;
using TfExplain.Models.Keras.Layers;

namespace TfExplain.Models.Keras;

/// <summary>Every layer class that is built in, by family.</summary>
internal static class KerasLayers
{
    public static ImmutableDictionary<string, LayerReader> All { get; } = ImmutableDictionary.CreateRange(
        CoreLayers.All.Concat(ConvolutionalLayers.All).Concat(PoolingLayers.All).Concat(NormalizationLayers.All).Concat(ActivationLayers.All)
            .Concat(MergingLayers.All).Concat(ReshapingLayers.All).Concat(RegularizationLayers.All));
}
