using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Operations;

/// <summary>The same elements under another shape. In <see cref="Target"/>, 0 copies the input's extent at that axis and one -1 takes what is left.</summary>
public sealed record Reshape(Ints Target) : Operation
{
    /// <inheritdoc/>
    public override bool IsView => true;

    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        var input = inputs[0];
        var extents = new int[Target.Count];
        for (var axis = 0; axis < extents.Length; axis++)
            extents[axis] = Target[axis] == 0 && axis < input.Rank ? input[axis] : Target[axis];
        var free = Array.IndexOf(extents, -1);
        // An extent copied from an unknown one is not the free one.
        for (var axis = 0; axis < extents.Length; axis++)
            if (Target[axis] == -1) free = axis;
        if (Target.Count(t => t == -1) > 1) throw new ShapeException($"{this} has more than one free extent.");
        if (free < 0 || Target[free] != -1)
        {
            if (input.IsKnown && Shape.Create(extents) is { IsKnown: true } known && known.Count != input.Count)
                throw new ShapeException($"{input} has {input.Count} elements, {known} has {known.Count}.");
            return Shape.Create(extents);
        }
        var unknownCopied = 0;
        for (var axis = 0; axis < extents.Length; axis++)
            if (axis != free && extents[axis] == Shape.Unknown) unknownCopied++;
        if (unknownCopied != input.Span.Count(Shape.Unknown)) return Shape.Create(extents);
        long rest = 1, total = 1;
        for (var axis = 0; axis < extents.Length; axis++)
            if (axis != free && extents[axis] != Shape.Unknown) rest *= extents[axis];
        foreach (var extent in input)
            if (extent != Shape.Unknown) total *= extent;
        if (rest == 0 || total % rest != 0) throw new ShapeException($"{input} cannot be reshaped to {Target}: {total} is not a multiple of {rest}.");
        extents[free] = checked((int)(total / rest));
        return Shape.Create(extents);
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context) => context.Input(0).Span.CopyTo(context.Output.Span);

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Reshape(Ints.Create(scope.Input(0).Shape.Span)), scope.Cotangent));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
