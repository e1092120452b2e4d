using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>Every element along an axis Times times in a row: y[j] = x[j / Times]; nearest-neighbour enlargement by a whole factor.</summary>
public sealed record Repeat(int Axis, int Times) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        if (Times < 1) throw new ShapeException($"expected 1 or more repetitions, found {Times}.");
        var extent = inputs[0][inputs[0].Axis(Axis)];
        return extent == Shape.Unknown ? inputs[0] : inputs[0].With(Axis, checked(extent * Times));
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), y = context.Output;
        if (y.Length == 0) return;
        var run = (int)x.Shape.Product(x.Shape.Axis(Axis) + 1, x.Shape.Rank);
        Vectorized.For(context.Pool, y.Length, run * Times, row =>
        {
            var source = x.Span.Slice(row * run, run);
            for (var i = 0; i < Times; i++) source.CopyTo(y.Span.Slice((row * Times + i) * run, run));
        });
    }

    /// <summary>The sum over the copies.</summary>
    public override void Backward(BackwardScope scope)
    {
        if (!scope.Wants(0)) return;
        var x = scope.Input(0).Shape;
        var after = x.Axis(Axis) + 1;
        var split = scope.Call(new Reshape([.. x.Span[..after], Times, .. x.Span[after..]]), scope.Cotangent);
        scope.Set(0, scope.Call(new Reduce(ReduceKind.Sum, [after]), split));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
