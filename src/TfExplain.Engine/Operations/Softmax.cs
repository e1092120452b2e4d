using System.Numerics.Tensors;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>y = exp(x - max x) / sum exp(x - max x) along the last axis.</summary>
public sealed record Softmax : Operation, IActivation
{
    /// <inheritdoc/>
    public bool IsRectifier => false;

    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    /// <inheritdoc/>
    public override bool CanOverwrite(int input) => true;

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), y = context.Output;
        var n = x.Shape[^1];
        Vectorized.For(context.Pool, x.Length, n, row =>
        {
            ReadOnlySpan<float> source = x.Span.Slice(row * n, n);
            var target = y.Span.Slice(row * n, n);
            Vectorized.Map(default(ShiftedExp), source, [TensorPrimitives.Max(source)], target);
            TensorPrimitives.Divide(target, TensorPrimitives.Sum<float>(target), target);
        });
    }

    /// <summary>dx = y (dy - sum y dy).</summary>
    public override void Backward(BackwardScope scope)
    {
        if (!scope.Wants(0)) return;
        var weighted = scope.Call(new Multiply(), scope.Node, scope.Cotangent);
        var total = scope.Call(new Reduce(ReduceKind.Sum, [-1], true), weighted);
        scope.Set(0, scope.Call(new Multiply(), scope.Node, scope.Call(new Subtract(), scope.Cotangent, total)));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 5 * output.Count;

    private readonly struct ShiftedExp : IBinaryFunction
    {
        public System.Numerics.Vector<float> Value(System.Numerics.Vector<float> a, System.Numerics.Vector<float> b) => System.Numerics.Vector.Exp(a - b);
    }
}
