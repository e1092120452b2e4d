using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>Repeats a value along axes of extent 1 until it has the given shape.</summary>
public sealed record BroadcastTo(Shape Shape) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Shape.Broadcast(inputs[0], Shape);

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), y = context.Output;
        var runs = BroadcastRuns.Of(x.Shape, y.Shape, y.Shape);
        Vectorized.For(context.Pool, y.Length, runs.Length, run =>
        {
            var from = runs.Offsets(run).A;
            var to = y.Span.Slice(run * runs.Length, runs.Length);
            if (runs.StepA == 0) to.Fill(x.Span[from]);
            else x.Span.Slice(from, runs.Length).CopyTo(to);
        });
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.SumTo(scope.Cotangent, scope.Input(0).Shape));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
