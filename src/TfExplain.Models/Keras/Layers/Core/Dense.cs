namespace TfExplain.Models.Keras.Layers;

/// <summary>activation(x W + b) on the last axis. Weights: kernel [inputs, units], bias [units].</summary>
internal sealed record Dense(int Units, bool UseBias, Keras.Activation Activation) : Layer
{
    public static Dense Read(LayerConfig config) => new(config.Count("units"), config.Bool("use_bias", true), config.Activation("activation"));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var x = call.Input;
        var kernel = call.Weight("kernel", [x.Shape[^1], Units]);
        var y = UseBias
            ? call.Apply(new Engine.Operations.Dense(), x, kernel, call.Weight("bias", [Units]))
            : call.Apply(new Engine.Operations.Dense(), x, kernel);
        return [new KerasTensor(Activation(call, y), call.Mask)];
    }
}
