namespace TfExplain.Models.Keras.Layers;

/// <summary>An activation function as a layer of its own.</summary>
internal sealed record Activation(Keras.Activation Function) : Layer
{
    public static Activation Read(LayerConfig config) => new(config.Activation("activation"));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [new KerasTensor(Function(call, call.Input), call.Mask)];
}
