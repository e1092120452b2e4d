using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>
/// The nearest point of the probability simplex along the last axis: y = max(x - t, 0) with t such that the sum is 1.
/// (Martins and Astudillo, 2016, arXiv 1602.02068.)
/// </summary>
public sealed record Sparsemax : Operation, IActivation
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
            var source = x.Span.Slice(row * n, n);
            var threshold = Threshold(source);
            var target = y.Span.Slice(row * n, n);
            // Written so that NaN stays NaN.
            for (var i = 0; i < n; i++) target[i] = source[i] - threshold is var above && above < 0 ? 0 : (float)above;
        });
    }

    /// <summary>dx = s (dy - sum s dy / sum s) with s = 1 where y &gt; 0.</summary>
    public override void Backward(BackwardScope scope)
    {
        if (!scope.Wants(0)) return;
        Node Sum(Node value) => scope.Call(new Reduce(ReduceKind.Sum, [-1], true), value);
        var support = scope.Call(new Greater(), scope.Node, scope.Constant(0));
        var mean = scope.Call(new Divide(), Sum(scope.Call(new Multiply(), support, scope.Cotangent)), Sum(support));
        scope.Set(0, scope.Call(new Multiply(), support, scope.Call(new Subtract(), scope.Cotangent, mean)));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 5 * output.Count;

    private static double Threshold(ReadOnlySpan<float> x)
    {
        var sorted = x.ToArray();
        Array.Sort(sorted);
        double sum = 0, threshold = 0;
        for (var k = 1; k <= sorted.Length; k++)
        {
            double value = sorted[^k];
            sum += value;
            if (1 + k * value <= sum) break;
            threshold = (sum - 1) / k;
        }
        return threshold;
    }
}
