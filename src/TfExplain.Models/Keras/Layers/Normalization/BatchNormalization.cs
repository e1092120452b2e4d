using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// y = (x - moving_mean) gamma / sqrt(moving_variance + epsilon) + beta, as a factor and an offset per channel, so that a plan can fold both into the
/// convolution before. Weights: gamma, beta, moving_mean, moving_variance, each [channels].
/// </summary>
internal sealed record BatchNormalization(int Axis, float Epsilon, bool Center, bool Scale) : Layer
{
    public static BatchNormalization Read(LayerConfig config) => new(
        config.Find("axis") is { ValueKind: System.Text.Json.JsonValueKind.Array } ? config.Ints("axis", 1)[0] : config.Int("axis", -1),
        config.Float("epsilon", 1e-3f), config.Bool("center", true), config.Bool("scale", true));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var x = call.Input;
        var axis = x.Shape.Axis(Axis);
        Shape channels = [x.Shape[axis]];
        var gamma = Scale ? call.Weight("gamma", channels) : null;
        var beta = Center ? call.Weight("beta", channels) : null;
        var mean = call.Weight("moving_mean", channels, trainable: false);
        var variance = call.Weight("moving_variance", channels, trainable: false);

        var factor = call.Apply(Unary.Of<Rsqrt>(), call.Apply(new Add(), variance, call.Constant(Epsilon)));
        if (gamma is not null) factor = call.Apply(new Multiply(), factor, gamma);
        var shift = call.Apply(new Multiply(), mean, factor);
        shift = beta is not null ? call.Apply(new Subtract(), beta, shift) : call.Apply(new Multiply(), shift, call.Constant(-1));

        Node Along(Node value)
        {
            if (axis == x.Shape.Rank - 1) return value;
            int[] extents = [channels[0], .. Enumerable.Repeat(1, x.Shape.Rank - 1 - axis)];
            return call.Apply(new Engine.Operations.Reshape(Ints.Create(extents)), value);
        }
        return [new KerasTensor(call.Apply(new Add(), call.Apply(new Multiply(), x, Along(factor)), Along(shift)), call.Mask)];
    }
}
