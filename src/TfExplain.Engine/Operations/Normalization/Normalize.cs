using System.Numerics;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>
/// y = (x - m) / sqrt(v + epsilon) with the mean m and the variance v = mean (x - m)^2 over some axes (layer, group and instance normalisation);
/// m = 0 if not centred (root mean square normalisation).
/// </summary>
/// <param name="Axes">The axes that the statistics are taken over; negative ones count from the last.</param>
/// <param name="Epsilon">Keeps the divisor away from 0.</param>
/// <param name="Centre">Whether the mean is subtracted.</param>
public sealed record Normalize(Ints Axes, float Epsilon, bool Centre = true) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        foreach (var axis in Axes) inputs[0].Axis(axis);
        return Axes.Count > 0 ? inputs[0] : throw new ShapeException("expected at least one axis to normalise over.");
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), y = context.Output;
        new NormalizationGroups(x.Shape, Axes).For(context.Pool, group =>
        {
            var (mean, scale) = Statistics(group, x.Span);
            foreach (var start in group.Starts)
            {
                Span<float> from = group.Run(x.Span, start), to = group.Run(y.Span, start);
                for (var i = 0; i < to.Length; i += Vector<float>.Count) Vectorized.Store((Vectorized.Load(from, i) - mean) * scale, to, i);
            }
        });
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Gradient(this), scope.Input(0), scope.Cotangent));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 6 * output.Count;

    private (Vector<float> Mean, Vector<float> Scale) Statistics(NormalizationGroup group, Span<float> x)
    {
        var mean = Centre ? group.Mean<First>(x, x, default) : default;
        return (mean, Vector<float>.One / Vector.SquareRoot(group.Mean<Square>(x, x, mean) + new Vector<float>(Epsilon)));
    }

    /// <summary>dx = s (dy - mean dy - (x - m) s^2 mean (dy (x - m))) with s = 1 / sqrt(v + epsilon), without mean dy if not centred. Inputs: x, dy.</summary>
    private sealed record Gradient(Normalize Normalize) : Operation
    {
        public override string Kind => "NormalizeGradient";

        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

        public override void Forward(ForwardContext context)
        {
            TensorView x = context.Input(0), dy = context.Input(1), dx = context.Output;
            new NormalizationGroups(x.Shape, Normalize.Axes).For(context.Pool, group =>
            {
                var (mean, scale) = Normalize.Statistics(group, x.Span);
                var offset = Normalize.Centre ? group.Mean<First>(dy.Span, dy.Span, default) : default;
                var slope = group.Mean<Product>(x.Span, dy.Span, mean) * scale * scale;
                foreach (var start in group.Starts)
                {
                    Span<float> value = group.Run(x.Span, start), from = group.Run(dy.Span, start), to = group.Run(dx.Span, start);
                    for (var i = 0; i < to.Length; i += Vector<float>.Count)
                        Vectorized.Store((Vectorized.Load(from, i) - offset - (Vectorized.Load(value, i) - mean) * slope) * scale, to, i);
                }
            });
        }

        public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 13 * output.Count;
    }

    private readonly struct First : IMoment
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> mean) => a;
    }

    private readonly struct Square : IMoment
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> mean) => (a - mean) * (a - mean);
    }

    private readonly struct Product : IMoment
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> mean) => (a - mean) * b;
    }
}
