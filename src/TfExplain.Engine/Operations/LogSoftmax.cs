using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>y = x - max x - log sum exp(x - max x) along the last axis.</summary>
public sealed record LogSoftmax : Operation, IActivation
{
    /// <inheritdoc/>
    public bool IsRectifier => false;

    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0].With(-1, inputs[0][^1]);

    /// <inheritdoc/>
    public override bool CanOverwrite(int input) => true;

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), y = context.Output;
        var n = x.Shape[^1];
        if (x.Length == 0) return;
        Vectorized.For(context.Pool, x.Length, n, row =>
        {
            ReadOnlySpan<float> source = x.Span.Slice(row * n, n);
            var largest = float.NegativeInfinity;
            foreach (var value in source) largest = MathF.Max(largest, value);
            var sum = 0d;
            foreach (var value in source) sum += MathF.Exp(value - largest);
            var shift = Math.Log(sum) + largest;
            var target = y.Span.Slice(row * n, n);
            for (var i = 0; i < n; i++) target[i] = (float)(source[i] - shift);
        });
    }

    /// <summary>dx = dy - exp(y) sum dy.</summary>
    public override void Backward(BackwardScope scope)
    {
        if (!scope.Wants(0)) return;
        var total = scope.Call(new Reduce(ReduceKind.Sum, [-1], true), scope.Cotangent);
        var softmax = scope.Call(Unary.Of<Exp>(), scope.Node);
        scope.Set(0, scope.Call(new Subtract(), scope.Cotangent, scope.Call(new Multiply(), softmax, total)));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 5 * output.Count;
}
