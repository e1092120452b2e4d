using TfExplain.Engine;
using TfExplain.Engine.Execution;

namespace TfExplain.Models.Keras.Layers.Ops;

/// <summary>y = x; no cotangent passes back.</summary>
internal sealed record StopGradient : Operation
{
    public override bool IsView => true;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward(ForwardContext context) => context.Input(0).Span.CopyTo(context.Output.Span);

    public override void Backward(Engine.Differentiation.BackwardScope scope)
    {
    }

    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
