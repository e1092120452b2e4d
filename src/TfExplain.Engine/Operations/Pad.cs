using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Operations;

/// <summary>Puts <see cref="Value"/> around the input: <see cref="Before"/> and <see cref="After"/> elements per axis.</summary>
public sealed record Pad(Ints Before, Ints After, float Value = 0) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        var extents = inputs[0].Span.ToArray();
        if (extents.Length != Before.Count) throw new ShapeException($"expected rank {Before.Count}, found {inputs[0]}.");
        for (var axis = 0; axis < extents.Length; axis++)
            if (extents[axis] != Shape.Unknown) extents[axis] += Before[axis] + After[axis];
        return Shape.Create(extents);
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        if (context.Input(0).Length != context.Output.Length) context.Output.Span.Fill(Value);
        Boxes.Copy(context.Input(0), Ints.Repeat(0, Before.Count), Ints.Repeat(1, Before.Count), context.Output, Before, Ints.Repeat(1, Before.Count), context.Input(0).Shape, context.Pool);
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Slice(Before, Ints.Create(scope.Input(0).Shape.Span)), scope.Cotangent));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
