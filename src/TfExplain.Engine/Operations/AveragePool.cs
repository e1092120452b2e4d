using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>The mean of each window and channel; [N, spatial..., C] to [N, positions..., C]. Padding does not count.</summary>
public sealed record AveragePool(Windows Windows) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Windows.Output(inputs[0], inputs[0][^1]);

    /// <inheritdoc/>
    public override unsafe void Forward(ForwardContext context) =>
        Pooling.AverageForward(Windows.Geometry(context.Input(0).Shape, context.Output.Shape, 1), context.Input(0).Data, context.Output.Data, false, context.Pool);

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Gradient(Windows, scope.Input(0).Shape), scope.Cotangent));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => output.Count * Windows.Size.Aggregate(1, (a, b) => a * b);

    private sealed record Gradient(Windows Windows, Shape Shape) : Operation
    {
        public override string Kind => "AveragePoolGradient";

        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Shape;

        public override unsafe void Forward(ForwardContext context) =>
            Pooling.AverageGradient(Windows.Geometry(Shape, context.Input(0).Shape, 1), context.Input(0).Data, context.Output.Data, false, context.Pool);
    }
}
