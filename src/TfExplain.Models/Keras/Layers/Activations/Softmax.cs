using TfExplain.Engine;

namespace TfExplain.Models.Keras.Layers;

/// <summary>exp(x) / sum exp(x) along one axis, or over several axes together.</summary>
internal sealed record Softmax(Ints Axes) : Layer
{
    public static Softmax Read(LayerConfig config) => new(config.Find("axis") is null ? [-1] : config.Ints("axis"));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [new KerasTensor(KerasActivations.Softmax(call, call.Input, Axes), call.Mask)];
}
