using TfExplain.Engine;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// Keras's <c>sparsemax</c> along the last axis: max(x - t, 0) with t = (sum of the first k cumulative sums of the sorted elements - 1) / k. The paper's
/// threshold has the k-th cumulative sum alone, so Keras's outputs need not add up to 1; networks were trained with what Keras computes.
/// </summary>
internal sealed record KerasSparsemax : Operation
{
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0].Rank > 0 ? inputs[0] : throw new ShapeException("expected at least one axis, found a number.");

    public override void Forward(ForwardContext context)
    {
        Span<float> x = context.Input(0).Span, y = context.Output.Span;
        var n = context.Output.Shape[^1];
        for (var row = 0; row < y.Length; row += n)
        {
            var (_, threshold) = Threshold(x.Slice(row, n));
            for (var i = row; i < row + n; i++) y[i] = x[i] - threshold is var above && above < 0 ? 0 : (float)above;
        }
    }

    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Gradient(), scope.Input(0), scope.Cotangent));
    }

    /// <summary>The elements' places in descending order, of which the first k support the threshold, and the threshold.</summary>
    private static (int[] Support, double Threshold) Threshold(ReadOnlySpan<float> x)
    {
        var values = x.ToArray();
        var order = Enumerable.Range(0, values.Length).OrderByDescending(i => values[i]).ToArray();
        double sum = 0, sums = 0;
        var k = 0;
        while (k < order.Length && values[order[k]] - (sum + values[order[k]] - 1) / (k + 1) > 0)
        {
            sum += values[order[k++]];
            sums += sum;
        }
        return (order[..k], (sums - 1) / k);
    }

    /// <summary>dx = s dy - w sum (s dy), s = 1 where y > 0 and w = (k - place) / k for the elements that support the threshold. Inputs: x, dy.</summary>
    private sealed record Gradient : Operation
    {
        public override string Kind => "KerasSparsemaxGradient";

        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

        public override void Forward(ForwardContext context)
        {
            Span<float> x = context.Input(0).Span, dy = context.Input(1).Span, dx = context.Output.Span;
            var n = context.Output.Shape[^1];
            for (var row = 0; row < dx.Length; row += n)
            {
                var (support, threshold) = Threshold(x.Slice(row, n));
                var total = 0d;
                for (var i = row; i < row + n; i++)
                {
                    dx[i] = x[i] > threshold ? dy[i] : 0;
                    total += dx[i];
                }
                for (var place = 0; place < support.Length; place++)
                    dx[row + support[place]] -= (float)(total * (support.Length - place) / support.Length);
            }
        }
    }
}
