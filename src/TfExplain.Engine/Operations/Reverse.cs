using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Operations;

/// <summary>The elements in opposite order along some axes.</summary>
public sealed record Reverse(Ints Axes) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        foreach (var axis in Axes) inputs[0].Axis(axis);
        return inputs[0];
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        var shape = context.Output.Shape;
        int[] start = new int[shape.Rank], step = new int[shape.Rank];
        Array.Fill(step, 1);
        foreach (var axis in Axes)
            (start[shape.Axis(axis)], step[shape.Axis(axis)]) = (shape[axis] - 1, -1);
        Boxes.Copy(context.Input(0), Ints.Create(start), Ints.Create(step), context.Output, Ints.Repeat(0, shape.Rank), Ints.Repeat(1, shape.Rank), shape, context.Pool);
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(this, scope.Cotangent));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
