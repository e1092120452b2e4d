using System.Numerics.Tensors;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>Rows of a table by their numbers. Inputs: table [V, rest...], indices [any...], whole numbers stored as float32. Output: [any..., rest...].</summary>
public sealed record Gather : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        if (inputs[0].Rank == 0) throw new ShapeException("expected a table of rows, found a number.");
        return [.. inputs[1], .. inputs[0][1..]];
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An index names no row.</exception>
    public override void Forward(ForwardContext context)
    {
        TensorView table = context.Input(0), indices = context.Input(1), y = context.Output;
        Check(indices.Span, table.Shape[0]);
        if (y.Length == 0) return;
        var run = (int)table.Shape.Product(1, table.Shape.Rank);
        Vectorized.For(context.Pool, y.Length, run, row => table.Span.Slice((int)indices.Span[row] * run, run).CopyTo(y.Span.Slice(row * run, run)));
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Scatter(scope.Input(0).Shape), scope.Cotangent, scope.Input(1)));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;

    private static void Check(ReadOnlySpan<float> indices, int rows)
    {
        for (var i = 0; i < indices.Length; i++)
            if (!(indices[i] >= 0 && indices[i] < rows))
                throw new ArgumentException($"Expected row numbers from 0 to {rows - 1}; number {i} is {indices[i]}.");
    }

    /// <summary>Adds each row of the cotangent to the row of the table that it came from.</summary>
    private sealed record Scatter(Shape Shape) : Operation
    {
        public override string Kind => "GatherGradient";

        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Shape;

        public override void Forward(ForwardContext context)
        {
            TensorView dy = context.Input(0), indices = context.Input(1), table = context.Output;
            table.Span.Clear();
            Check(indices.Span, Shape[0]);
            var run = (int)Shape.Product(1, Shape.Rank);
            for (var row = 0; row < indices.Length; row++)
            {
                var target = table.Span.Slice((int)indices.Span[row] * run, run);
                TensorPrimitives.Add<float>(target, dy.Span.Slice(row * run, run), target);
            }
        }
    }
}
