using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>
/// The nearest point of the probability simplex along the last axis: y = max(x - t, 0), t = (s(k) - 1) / k, with s(j) the sum of the j largest
/// elements and k the last j whose element is above (s(j) - 1) / j. (Martins and Astudillo, 2016, arXiv 1602.02068.)
/// </summary>
/// <param name="RunningSums">Keras 3 puts s(1) + ... + s(k) in the place of s(k), so that y does not sum to 1; true computes that.</param>
public sealed record Sparsemax(bool RunningSums = false) : Operation, IActivation
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
            var threshold = Threshold(source, new float[n]);
            var target = y.Span.Slice(row * n, n);
            // Written so that NaN stays NaN.
            for (var i = 0; i < n; i++) target[i] = source[i] - threshold is var above && above < 0 ? 0 : (float)above;
        });
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Gradient(this), scope.Input(0), scope.Cotangent));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 5 * output.Count;

    /// <summary>t, and dt / dx of each element.</summary>
    private double Threshold(ReadOnlySpan<float> x, Span<float> slope)
    {
        var sorted = x.ToArray();
        var places = Enumerable.Range(0, x.Length).ToArray();
        Array.Sort(sorted, places);
        double sum = 0, sums = 0;
        var k = 0;
        while (k < sorted.Length && !(1 + (k + 1) * (double)sorted[^(k + 1)] <= sum + sorted[^(k + 1)]))
        {
            sum += sorted[^++k];
            sums += sum;
        }
        slope.Clear();
        for (var j = 0; j < k; j++) slope[places[^(j + 1)]] = (RunningSums ? k - j : 1f) / k;
        return ((RunningSums ? sums : sum) - 1) / k;
    }

    /// <summary>dx = m dy - dt/dx sum m dy with m = 1 where y &gt; 0. Inputs: x, dy.</summary>
    private sealed record Gradient(Sparsemax Of) : Operation
    {
        public override string Kind => "SparsemaxGradient";

        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

        public override void Forward(ForwardContext context)
        {
            TensorView x = context.Input(0), dy = context.Input(1), dx = context.Output;
            var n = x.Shape[^1];
            if (x.Length == 0) return;
            Vectorized.For(context.Pool, x.Length, n, row =>
            {
                Span<float> source = x.Span.Slice(row * n, n), arrived = dy.Span.Slice(row * n, n), target = dx.Span.Slice(row * n, n);
                var threshold = Of.Threshold(source, target);
                var total = 0f;
                for (var i = 0; i < n; i++)
                    if (source[i] > threshold) total += arrived[i];
                for (var i = 0; i < n; i++) target[i] = (source[i] > threshold ? arrived[i] : 0) - target[i] * total;
            });
        }
    }
}
