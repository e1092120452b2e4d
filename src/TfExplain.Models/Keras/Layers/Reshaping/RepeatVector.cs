using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>[N, C] to [N, n, C].</summary>
internal sealed record RepeatVector(int Times) : Layer
{
    public static RepeatVector Read(LayerConfig config) => new(config.Count("n"));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) =>
        [call.Apply(new Repeat(1, Times), call.Apply(new Engine.Operations.Reshape([-1, 1, call.Input.Shape[^1]]), call.Input))];
}
