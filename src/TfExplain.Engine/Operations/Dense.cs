using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>y = x W + b on the last axis. Inputs: x [..., K], kernel [K, F], optionally bias [F]. Output: [..., F].</summary>
public sealed record Dense : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0], kernel = inputs[1];
        if (kernel.Rank != 2) throw new ShapeException($"expected a kernel [inputs, units], found {kernel}.");
        if (x.Rank < 2 || x[^1] != kernel[0]) throw new ShapeException($"expected {kernel[0]} features on the last axis, found {x}.");
        return x.With(-1, kernel[1]);
    }

    /// <inheritdoc/>
    public override unsafe void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), kernel = context.Input(1);
        int k = kernel.Shape[0], n = kernel.Shape[1];
        MatrixProduct.Multiply(x.Length / k, n, k, x.Data, k, false, kernel.Data, n, false, context.Output.Data, n,
            context.InputCount > 2 ? context.Input(2).Data : null, float.NegativeInfinity, float.PositiveInfinity, context.Pool);
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        Node x = scope.Input(0), kernel = scope.Input(1), dy = scope.Cotangent;
        if (scope.Wants(0)) scope.Set(0, Flat(x.Shape, scope.Call(new MatMul(TransposeB: true), Rows(scope, dy), kernel)));
        if (scope.Wants(1)) scope.Set(1, scope.Call(new MatMul(TransposeA: true), Rows(scope, x), Rows(scope, dy)));
        if (scope.Wants(2)) scope.Set(2, scope.SumTo(dy, scope.Input(2).Shape));

        Node Flat(Shape shape, Node value) => value.Shape == shape ? value : scope.Call(new Reshape(Ints.Create(shape.Span)), value);
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 2 * output.Count * inputs[1][0];

    private static Node Rows(BackwardScope scope, Node value) =>
        value.Shape.Rank == 2 ? value : scope.Call(new Reshape([-1, value.Shape[^1]]), value);
}
