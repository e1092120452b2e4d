using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>y = f(a, b) for every element, with NumPy's broadcasting.</summary>
public abstract record Binary : Operation
{
    private protected Binary()
    {
    }

    /// <inheritdoc/>
    public sealed override Shape InferShape(ReadOnlySpan<Shape> inputs) => Shape.Broadcast(inputs[0], inputs[1]);

    /// <inheritdoc/>
    public sealed override bool CanOverwrite(int input) => true;

    /// <summary>y = f(a, b) over a run; an operand of length 1 is repeated.</summary>
    private protected abstract void Evaluate(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y);

    /// <inheritdoc/>
    public sealed override void Forward(ForwardContext context)
    {
        TensorView a = context.Input(0), b = context.Input(1), y = context.Output;
        var runs = BroadcastRuns.Of(a.Shape, b.Shape, y.Shape);
        if (runs.Count == 1)
            Vectorized.For(context.Pool, y.Length, (start, count) => Evaluate(Part(a, 0, runs.StepA, start, count), Part(b, 0, runs.StepB, start, count), y.Span.Slice(start, count)));
        else
            Vectorized.For(context.Pool, y.Length, runs.Length, run =>
            {
                var (offsetA, offsetB) = runs.Offsets(run);
                Evaluate(Part(a, offsetA, runs.StepA, 0, runs.Length), Part(b, offsetB, runs.StepB, 0, runs.Length), y.Span.Slice(run * runs.Length, runs.Length));
            });
    }

    private static ReadOnlySpan<float> Part(TensorView x, int offset, int step, int start, int count) =>
        step == 0 ? x.Span.Slice(offset, 1) : x.Span.Slice(offset + start, count);
}
