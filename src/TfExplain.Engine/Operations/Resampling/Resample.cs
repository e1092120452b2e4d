using System.Numerics;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>y[..., i, ...] = sum over the taps of i of weight x[..., source, ...] along one axis; resizing several axes is one such step after the other.</summary>
/// <param name="Axis">The axis; negative axes count from the last.</param>
/// <param name="Rule">Which taps each output has.</param>
public sealed record Resample(int Axis, ResampleRule Rule) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0].With(Axis, Rule.Extent(inputs[0][inputs[0].Axis(Axis)]));

    /// <inheritdoc/>
    public override void Forward(ForwardContext context) =>
        Run(context.Input(0), Rule.Taps(context.Input(0).Shape[Axis]), context.Output, Axis, context.Pool);

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Gradient(this, scope.Input(0).Shape), scope.Cotangent));
    }

    /// <summary>About two taps for each input or each output, whichever are more.</summary>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 4 * Math.Max(inputs[0].Count, output.Count);

    /// <summary>
    /// Resizes the first spatial axes of [N, spatial..., C], one rule each, the last axis first. A bare channel axis works as well as a batch of images.
    /// </summary>
    public static Node Spatial(GraphBuilder builder, string name, Node x, params ReadOnlySpan<ResampleRule> rules)
    {
        for (var axis = rules.Length - 1; axis >= 0; axis--)
            x = builder.Call(axis == 0 ? name : $"{name}/axis{axis + 1}", new Resample(axis + 1, rules[axis]), x);
        return x;
    }

    private static void Run(TensorView x, Taps taps, TensorView y, int axis, WorkerPool pool)
    {
        axis = x.Shape.Axis(axis);
        int inputs = x.Shape[axis], run = checked((int)x.Shape.Product(axis + 1, x.Shape.Rank));
        if (run == 0) return;
        // Single outputs are shared out among the threads, or all those along the axis where they are short.
        if (run >= Vector<float>.Count)
            Vectorized.For(pool, y.Length, run, index =>
            {
                var (outer, i) = Math.DivRem(index, taps.Outputs);
                Combine(x.Span.Slice(outer * inputs * run, inputs * run), taps.Sources(i), taps.Weights(i), y.Span.Slice(index * run, run));
            });
        else
            Vectorized.For(pool, y.Length, taps.Outputs * run, outer =>
            {
                Span<float> source = x.Span.Slice(outer * inputs * run, inputs * run), target = y.Span.Slice(outer * taps.Outputs * run, taps.Outputs * run);
                for (var i = 0; i < taps.Outputs; i++) Combine(source, taps.Sources(i), taps.Weights(i), target.Slice(i * run, run));
            });
    }

    private static void Combine(ReadOnlySpan<float> x, ReadOnlySpan<int> sources, ReadOnlySpan<float> weights, Span<float> y)
    {
        if (sources.Length == 1 && weights[0] == 1)
        {
            x.Slice(sources[0] * y.Length, y.Length).CopyTo(y);
            return;
        }
        var i = 0;
        for (; i + Vector<float>.Count <= y.Length; i += Vector<float>.Count)
        {
            var sum = Vector<float>.Zero;
            for (var tap = 0; tap < sources.Length; tap++) sum += new Vector<float>(weights[tap]) * Vectorized.Load(x, sources[tap] * y.Length + i);
            Vectorized.Store(sum, y, i);
        }
        for (; i < y.Length; i++)
        {
            var sum = 0f;
            for (var tap = 0; tap < sources.Length; tap++) sum += weights[tap] * x[sources[tap] * y.Length + i];
            y[i] = sum;
        }
    }

    /// <summary>The transposed taps.</summary>
    private sealed record Gradient(Resample Resample, Shape Shape) : Operation
    {
        public override string Kind => "ResampleGradient";

        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Shape;

        public override void Forward(ForwardContext context)
        {
            var inputs = Shape[Resample.Axis];
            Run(context.Input(0), Resample.Rule.Taps(inputs).Transposed(inputs), context.Output, Resample.Axis, context.Pool);
        }

        public override void Backward(BackwardScope scope)
        {
            if (scope.Wants(0)) scope.Set(0, scope.Call(Resample, scope.Cotangent));
        }

        public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => Resample.Flops([output], inputs[0]);
    }
}
