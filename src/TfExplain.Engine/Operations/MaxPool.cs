using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>The largest element of each window and channel; [N, spatial..., C] to [N, positions..., C]. Padding is never the largest.</summary>
public sealed record MaxPool(Windows Windows) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Windows.Output(inputs[0], inputs[0][^1]);

    /// <inheritdoc/>
    public override unsafe void Forward(ForwardContext context) =>
        Pooling.MaxForward(Windows.Geometry(context.Input(0).Shape, context.Output.Shape, 1), context.Input(0).Data, context.Output.Data, context.Pool);

    /// <summary>The cotangent goes to the first maximum of the window, its switch.</summary>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Gradient(Windows), scope.Input(0), scope.Cotangent));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => output.Count * Windows.Size.Aggregate(1, (a, b) => a * b);

    private sealed record Gradient(Windows Windows) : Operation
    {
        public override string Kind => "MaxPoolGradient";

        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

        public override unsafe void Forward(ForwardContext context) =>
            Pooling.MaxGradient(Windows.Geometry(context.Input(0).Shape, context.Input(1).Shape, 1), context.Input(0).Data, context.Input(1).Data, context.Output.Data, context.Pool);
    }
}
