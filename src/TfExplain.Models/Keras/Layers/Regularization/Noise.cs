using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>GaussianNoise: x + stddev n in training, with n of mean 0 and deviation 1; GaussianDropout: x (1 + n sqrt(rate / (1 - rate))). The identity otherwise.</summary>
internal sealed record Noise(float Deviation, bool IsFactor) : Layer
{
    public static Noise Read(LayerConfig config) => config.Float("stddev") is >= 0 and var deviation ? new(deviation, false) : throw config.Error("stddev should not be negative.");

    public static Noise ReadDropout(LayerConfig config)
    {
        var rate = Dropout.ReadRate(config);
        return rate < 1 ? new(MathF.Sqrt(rate / (1 - rate)), true) : throw config.Error("rate should be below 1.");
    }

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        if (call.Training is null || Deviation == 0) return call.Inputs;
        var x = call.Input;
        var noise = call.Apply(new Multiply(), call.Random("noise", true, x), call.Constant(Deviation));
        return [new KerasTensor(IsFactor ? call.Apply(new Multiply(), x, call.Apply(new Add(), noise, call.Constant(1))) : call.Apply(new Add(), x, noise), call.Mask)];
    }
}
