using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// y = (x - moving_mean) gamma / sqrt(moving_variance + epsilon) + beta, as a factor and an offset per channel, so that a plan can fold both into the
/// convolution before. In training the mean and variance are the batch's, and the moving ones follow them: moving = momentum moving + (1 - momentum) batch's;
/// where Keras 2 uses its fused kernel (rank 4 and 5), with the variance times n / (n - 1). Weights: gamma, beta, moving_mean, moving_variance, each [channels].
/// </summary>
internal sealed record BatchNormalization(int Axis, float Momentum, float Epsilon, bool Center, bool Scale, bool IsKeras2) : Layer
{
    public static BatchNormalization Read(LayerConfig config) => new(
        config.Find("axis") is { ValueKind: System.Text.Json.JsonValueKind.Array } ? config.Ints("axis", 1)[0] : config.Int("axis", -1),
        config.Float("momentum", 0.99f), config.Float("epsilon", 1e-3f), config.Bool("center", true), config.Bool("scale", true), config.Options.IsKeras2);

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var x = call.Input;
        var axis = x.Shape.Axis(Axis);
        Shape channels = [x.Shape[axis]];
        var gamma = Scale ? call.Weight("gamma", channels) : null;
        var beta = Center ? call.Weight("beta", channels) : null;
        var mean = call.Weight("moving_mean", channels, trainable: false);
        var variance = call.Weight("moving_variance", channels, trainable: false);

        if (call.Training is not null && call.IsTrainable) return [new KerasTensor(Train(call, x, axis, gamma, beta, mean, variance), call.Mask)];

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

    private Node Train(LayerCall call, Node x, int axis, Node? gamma, Node? beta, Node mean, Node variance)
    {
        var channels = x.Shape[axis];
        int[] order = [.. Enumerable.Range(0, x.Shape.Rank).Where(a => a != axis), axis];
        var isLast = axis == x.Shape.Rank - 1;
        var last = isLast ? x : call.Apply(new Transpose(Ints.Create(order)), x);
        var moments = call.Apply(new BatchMoments(), last);
        Node Values(float value) => call.Constant([channels], [.. Enumerable.Repeat(value, channels)]);
        var y = call.Apply(new BatchNormalize(Epsilon), last, moments, gamma ?? Values(1), beta ?? Values(0));

        Node Row(int row) => call.Apply(new Engine.Operations.Reshape([channels]), call.Apply(new Slice([row, 0], [1, channels]), moments));
        var batchVariance = IsKeras2 && x.Shape.Rank is 4 or 5 ? call.Apply(new Multiply(), Row(1), call.Apply(new Unbias(), last)) : Row(1);
        Follow(mean, Row(0));
        Follow(variance, batchVariance);
        return isLast ? y : call.Apply(new Transpose(Ints.Create([.. Enumerable.Range(0, order.Length).Select(a => Array.IndexOf(order, a))])), y);

        void Follow(Node moving, Node batch) => call.Update(moving, now =>
            call.Apply(new Add(), call.Apply(new Multiply(), now, call.Constant(Momentum)), call.Apply(new Multiply(), batch, call.Constant(1 - Momentum))));
    }

    /// <summary>n / (n - 1) for the n values per channel of [..., C]: a number that the batch size decides.</summary>
    private sealed record Unbias : Operation
    {
        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => [];

        public override void Forward(Engine.Execution.ForwardContext context)
        {
            var n = (double)context.Input(0).Length / context.Input(0).Shape[^1];
            context.Output.Span[0] = (float)(n / Math.Max(n - 1, 1));
        }
    }
}
