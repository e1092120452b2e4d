using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Operations;

/// <summary>Whole numbers [any...] to [any..., Depth]: 1 at the number's place, else 0; a number outside gives zeros.</summary>
public sealed record OneHot(int Depth) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => [.. inputs[0], Depth];

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        Span<float> x = context.Input(0).Span, y = context.Output.Span;
        y.Clear();
        for (var i = 0; i < x.Length; i++)
            if (x[i] >= 0 && x[i] < Depth) y[i * Depth + (int)x[i]] = 1;
    }

    /// <summary>Piecewise constant: no cotangent leaves.</summary>
    public override void Backward(BackwardScope scope)
    {
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
