using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>Combines the elements along some axes (all axes if none are named).</summary>
/// <param name="How">Sum, mean, maximum, minimum or product.</param>
/// <param name="Axes">The axes; negative ones count from the last.</param>
/// <param name="KeepDims">Whether a reduced axis stays with extent 1.</param>
public sealed record Reduce(ReduceKind How, Ints Axes, bool KeepDims = false) : Operation
{
    /// <inheritdoc/>
    public override string Kind => $"Reduce{How}";

    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        var reduced = Reduced(inputs[0]);
        var extents = new List<int>();
        for (var axis = 0; axis < reduced.Length; axis++)
            if (!reduced[axis]) extents.Add(inputs[0][axis]);
            else if (KeepDims) extents.Add(1);
        return Shape.Create([.. extents]);
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context) =>
        Reduction.Run(How, context.Input(0), Reduced(context.Input(0).Shape), context.Output, context.Scratch, context.Pool);

    /// <inheritdoc/>
    public override long Scratch(ReadOnlySpan<Shape> inputs, Shape output) => Reduction.Scratch(How, inputs[0], Reduced(inputs[0]));

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (!scope.Wants(0)) return;
        var input = scope.Input(0);
        var kept = Ints.Create(new Reduce(How, Axes, true).InferShape([input.Shape]).Span);
        Node Keep(Node value) => value.Shape.Span.SequenceEqual(kept.Span) ? value : scope.Call(new Reshape(kept), value);
        var dy = Keep(scope.Cotangent);
        var count = (float)input.Shape.Count / scope.Node.Shape.Count;
        switch (How)
        {
            case ReduceKind.Sum:
                scope.Set(0, scope.Call(new BroadcastTo(input.Shape), dy));
                break;
            case ReduceKind.Mean:
                scope.Set(0, scope.Call(new BroadcastTo(input.Shape), scope.Call(new Divide(), dy, scope.Constant(count))));
                break;
            case ReduceKind.Max or ReduceKind.Min:
                // Ties share the cotangent equally, as in TensorFlow.
                var hit = scope.Call(new Equal(), input, Keep(scope.Node));
                var ties = scope.Call(new Reduce(ReduceKind.Sum, Axes, true), hit);
                scope.Set(0, scope.Call(new Multiply(), hit, scope.Call(new Divide(), dy, ties)));
                break;
            default:
                scope.Set(0, scope.Call(new Divide(), scope.Call(new Multiply(), dy, Keep(scope.Node)), input));
                break;
        }
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => inputs[0].Count;

    private bool[] Reduced(Shape shape)
    {
        var reduced = new bool[shape.Rank];
        if (Axes.Count == 0) Array.Fill(reduced, true);
        foreach (var axis in Axes) reduced[shape.Axis(axis)] = true;
        return reduced;
    }
}
