using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>The inputs one after the other along an axis; their other extents agree.</summary>
public sealed record Concat(int Axis) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        if (inputs.IsEmpty) throw new ShapeException("expected at least one input, found none.");
        var extents = inputs[0].Span.ToArray();
        var axis = inputs[0].Axis(Axis);
        foreach (var other in inputs[1..])
        {
            if (other.Rank != extents.Length) throw new ShapeException($"expected rank {extents.Length}, found {other}.");
            for (var i = 0; i < extents.Length; i++)
            {
                if (i == axis) extents[i] = extents[i] == Shape.Unknown || other[i] == Shape.Unknown ? Shape.Unknown : checked(extents[i] + other[i]);
                else if (extents[i] == Shape.Unknown) extents[i] = other[i];
                else if (other[i] != Shape.Unknown && other[i] != extents[i])
                    throw new ShapeException($"expected extent {extents[i]} at axis {i}, found {other}; inputs may differ along axis {axis} only.");
            }
        }
        return Shape.Create(extents);
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        var y = context.Output;
        var axis = y.Shape.Axis(Axis);
        var stride = (int)y.Shape.Product(axis, y.Shape.Rank);
        var offset = 0;
        for (var i = 0; i < context.InputCount; i++)
        {
            var x = context.Input(i);
            var run = (int)x.Shape.Product(axis, x.Shape.Rank);
            if (x.Length == 0) continue;
            var from = offset;
            Vectorized.For(context.Pool, x.Length, run, row => x.Span.Slice(row * run, run).CopyTo(y.Span[(row * stride + from)..]));
            offset += run;
        }
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        var axis = scope.Node.Shape.Axis(Axis);
        var start = new int[scope.Node.Shape.Rank];
        for (var i = 0; i < scope.Node.Inputs.Length; i++)
        {
            var shape = scope.Input(i).Shape;
            if (scope.Wants(i)) scope.Set(i, scope.Call(new Slice(Ints.Create(start), Ints.Create(shape.Span)), scope.Cotangent));
            start[axis] += shape[axis];
        }
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
