using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Operations;

/// <summary>Takes a box: from <see cref="Start"/> on, <see cref="Extent"/> elements per axis (-1: to the end), every <see cref="Steps"/>th (negative steps walk backwards).</summary>
public sealed record Slice(Ints Start, Ints Extent) : Operation
{
    /// <summary>The step along each axis; 1 where absent.</summary>
    public Ints Steps { get; init; }

    private Ints StepsOrOnes => Steps.Count > 0 ? Steps : Ints.Repeat(1, Start.Count);

    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        var extents = inputs[0].Span.ToArray();
        if (extents.Length != Start.Count) throw new ShapeException($"expected rank {Start.Count}, found {inputs[0]}.");
        for (var axis = 0; axis < extents.Length; axis++)
        {
            if (Extent[axis] >= 0)
            {
                var last = Start[axis] + (Extent[axis] - 1) * StepsOrOnes[axis];
                if (Extent[axis] > 0 && extents[axis] != Shape.Unknown && (Math.Max(Start[axis], last) >= extents[axis] || Math.Min(Start[axis], last) < 0))
                    throw new ShapeException($"{Extent[axis]} elements from {Start[axis]} on do not lie inside axis {axis} of {inputs[0]}.");
                extents[axis] = Extent[axis];
            }
            else if (extents[axis] != Shape.Unknown)
            {
                extents[axis] = StepsOrOnes[axis] > 0
                    ? Math.Max(0, (extents[axis] - Start[axis] + StepsOrOnes[axis] - 1) / StepsOrOnes[axis])
                    : Start[axis] / -StepsOrOnes[axis] + 1;
            }
        }
        return Shape.Create(extents);
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context) =>
        Boxes.Copy(context.Input(0), Start, StepsOrOnes, context.Output, Ints.Repeat(0, Start.Count), Ints.Repeat(1, Start.Count), context.Output.Shape, context.Pool);

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new SliceGradient(this, scope.Input(0).Shape), scope.Cotangent));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;

    /// <summary>Puts the cotangent back where the slice took it from; zero elsewhere.</summary>
    private sealed record SliceGradient(Slice Slice, Shape Shape) : Operation
    {
        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Shape;

        public override void Forward(ForwardContext context)
        {
            context.Output.Span.Clear();
            Boxes.Copy(context.Input(0), Ints.Repeat(0, Shape.Rank), Ints.Repeat(1, Shape.Rank), context.Output, Slice.Start, Slice.StepsOrOnes, context.Input(0).Shape, context.Pool);
        }

        public override void Backward(BackwardScope scope)
        {
            if (scope.Wants(0)) scope.Set(0, scope.Call(Slice, scope.Cotangent));
        }

        public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
    }
}
