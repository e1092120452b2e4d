using TfExplain.Engine;

namespace TfExplain.Models.Keras.Layers;

/// <summary>[N, ...] to [N, target_shape...]; one extent may be -1.</summary>
internal sealed record Reshape(Ints TargetShape) : Layer
{
    public static Reshape Read(LayerConfig config) => new(config.Ints("target_shape"));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [call.Apply(new Engine.Operations.Reshape([0, .. TargetShape]), call.Input)];
}
