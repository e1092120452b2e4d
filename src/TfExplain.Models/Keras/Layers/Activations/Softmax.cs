using TfExplain.Engine;

namespace TfExplain.Models.Keras.Layers;

/// <summary>exp(x) / sum exp(x) along one axis, or over several axes together; where the argument <c>mask</c> is 0, nothing is left.</summary>
internal sealed record Softmax(Ints Axes) : Layer
{
    public static Softmax Read(LayerConfig config) => new(config.Find("axis") is null ? [-1] : config.Ints("axis"));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var x = call.Input;
        if (call.Tensor("mask", 1) is { } mask) x = AttentionMasks.Penalize(call, x, mask.Value);
        return [new KerasTensor(KerasActivations.Softmax(call, x, Axes), call.Inputs[0].Mask)];
    }
}
