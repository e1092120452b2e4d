using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Operations;

/// <summary>
/// 1 from the first step on whose mask is not 0, else 0; mask [N, T] to [N, T, 1]. In Keras the output of a masked step repeats the output before, and
/// that of the leading masked steps is 0 even where an initial state is given: multiply the states of <see cref="Recurrent"/> by this then.
/// </summary>
public sealed record SeenSteps : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) =>
        inputs[0].Rank == 2 ? [.. inputs[0], 1] : throw new ShapeException($"expected a mask [batch, steps], found {inputs[0]}.");

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView mask = context.Input(0), y = context.Output;
        var steps = mask.Shape[1];
        for (var i = 0; i < y.Length; i++) y.Span[i] = mask.Span[i] != 0 || (i % steps > 0 && y.Span[i - 1] != 0) ? 1 : 0;
    }

    /// <summary>Piecewise constant: no cotangent leaves.</summary>
    public override void Backward(BackwardScope scope)
    {
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
