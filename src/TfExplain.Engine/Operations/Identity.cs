using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Operations;

/// <summary>y = x under another name: dropout and its kin in inference.</summary>
public sealed record Identity : Operation
{
    /// <inheritdoc/>
    public override bool IsView => true;

    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    /// <inheritdoc/>
    public override void Forward(ForwardContext context) => context.Input(0).Span.CopyTo(context.Output.Span);

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Cotangent);
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
