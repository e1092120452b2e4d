using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>A factor per channel, as ConvNeXt has it. Weights: gamma [channels].</summary>
internal sealed record LayerScale : Layer
{
    public static LayerScale Read(LayerConfig config) => new();

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [call.Apply(new Multiply(), call.Input, call.Weight("gamma", [call.Input.Shape[^1]]))];
}
