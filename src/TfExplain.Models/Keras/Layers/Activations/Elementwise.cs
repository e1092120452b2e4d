using TfExplain.Engine;

namespace TfExplain.Models.Keras.Layers;

/// <summary>A layer that applies one operation to every element.</summary>
internal sealed record Elementwise(Operation Operation) : Layer
{
    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [new KerasTensor(call.Apply(Operation, call.Input), call.Mask)];
}
