using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>The whole input again and again: Multiples[i] times along axis i. y[j] = x[j mod extent].</summary>
public sealed record Tile(Ints Multiples) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        var extents = inputs[0].Span.ToArray();
        if (extents.Length != Multiples.Count) throw new ShapeException($"expected rank {Multiples.Count}, found {inputs[0]}.");
        if (Multiples.Any(m => m < 0)) throw new ShapeException($"expected multiples of 0 or more, found {Multiples}.");
        for (var axis = 0; axis < extents.Length; axis++)
            if (extents[axis] != Shape.Unknown) extents[axis] = checked(extents[axis] * Multiples[axis]);
        return Shape.Create(extents);
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), y = context.Output;
        if (y.Length == 0) return;
        var run = x.Shape.Rank == 0 ? 1 : x.Shape[^1];
        var strides = Boxes.Strides(x.Shape);
        Vectorized.For(context.Pool, y.Length, run, piece =>
        {
            var target = y.Span.Slice(piece * run, run);
            // The last axis of the output holds Multiples[^1] pieces, all from one row of the input.
            var row = x.Shape.Rank == 0 ? 0 : piece / Multiples[^1];
            var from = 0;
            for (var axis = x.Shape.Rank - 2; axis >= 0; axis--)
            {
                (row, var index) = Math.DivRem(row, y.Shape[axis]);
                from += index % x.Shape[axis] * strides[axis];
            }
            x.Span.Slice(from, run).CopyTo(target);
        });
    }

    /// <summary>The sum over the copies.</summary>
    public override void Backward(BackwardScope scope)
    {
        if (!scope.Wants(0)) return;
        var x = scope.Input(0).Shape;
        int[] split = new int[2 * x.Rank], copies = new int[x.Rank];
        for (var axis = 0; axis < x.Rank; axis++)
        {
            copies[axis] = 2 * axis;
            (split[2 * axis], split[2 * axis + 1]) = (Multiples[axis], x[axis]);
        }
        scope.Set(0, x.Rank == 0 ? scope.Cotangent
            : scope.Call(new Reduce(ReduceKind.Sum, Ints.Create(copies)), scope.Call(new Reshape(Ints.Create(split)), scope.Cotangent)));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
