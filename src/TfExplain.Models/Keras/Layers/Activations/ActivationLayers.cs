using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Keras's activation layers.</summary>
internal static class ActivationLayers
{
    public static IReadOnlyDictionary<string, LayerReader> All { get; } = new Dictionary<string, LayerReader>
    {
        ["ReLU"] = ReLU.Read,
        // Keras 2 calls the slope alpha.
        ["LeakyReLU"] = c => new Elementwise(Unary.Of(new LeakyRelu(c.Float(c.Find("negative_slope") is null ? "alpha" : "negative_slope", 0.3f)))),
        ["ELU"] = c => new Elementwise(Unary.Of(new Elu(c.Float("alpha", 1)))),
        ["ThresholdedReLU"] = c => new Elementwise(Unary.Of(new ThresholdedRelu(c.Float("theta", 1)))),
        ["PReLU"] = PReLU.Read,
        ["Softmax"] = Softmax.Read,
    };
}
