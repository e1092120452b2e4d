using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>
/// y = (x - m) gamma / sqrt(v + epsilon) + beta with the <see cref="BatchMoments"/> m, v of x itself (Ioffe and Szegedy, 2015, arXiv 1502.03167).
/// Inputs: x [..., C], moments [2, C], gamma [C], beta [C]. The derivative by x is the whole one, through the moments too.
/// </summary>
/// <param name="Epsilon">Keeps the divisor away from 0.</param>
public sealed record BatchNormalize(float Epsilon) : Operation, IClampable
{
    private float Low { get; init; } = float.NegativeInfinity;

    private float High { get; init; } = float.PositiveInfinity;

    /// <inheritdoc/>
    public override string Kind => Low == 0 ? $"{nameof(BatchNormalize)}+relu" : nameof(BatchNormalize);

    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0], channels = [x[^1]], moments = [2, x[^1]];
        if (inputs[1] != moments || inputs[2] != channels || inputs[3] != channels) throw new ShapeException($"expected moments [2, {x[^1]}], gamma and beta [{x[^1]}]; found {inputs[1]}, {inputs[2]}, {inputs[3]}.");
        return x;
    }

    /// <inheritdoc/>
    public override bool CanOverwrite(int input) => input == 0;

    /// <inheritdoc/>
    public override unsafe void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), moments = context.Input(1);
        var channels = x.Shape[^1];
        var factor = context.Scratch.Data;
        for (var c = 0; c < channels; c++) factor[c] = context.Input(2).Data[c] * InverseDeviation(moments, c);
        Columns.Normalize(x.Length / channels, channels, x.Data, moments.Data, factor, context.Input(3).Data, Low, High, context.Output.Data, context.Pool);
    }

    /// <inheritdoc/>
    public override long Scratch(ReadOnlySpan<Shape> inputs, Shape output) => output[^1];

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        Node x = scope.Input(0), moments = scope.Input(1), dy = scope.Cotangent;
        var channels = x.Shape[^1];
        var sums = scope.Call(new Sums(this), x, moments, dy);
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Gradient(this), x, moments, scope.Input(2), dy, sums));
        Node Row(int row) => scope.Call(new Reshape([channels]), scope.Call(new Slice([row, 0], [1, channels]), sums));
        if (scope.Wants(2)) scope.Set(2, Row(1));
        if (scope.Wants(3)) scope.Set(3, Row(0));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 3 * output.Count;

    Operation? IClampable.Clamp(float max) => float.IsNegativeInfinity(Low) && float.IsPositiveInfinity(High) ? this with { Low = 0, High = max } : null;

    private float InverseDeviation(TensorView moments, int c) => 1 / MathF.Sqrt(moments.Span[moments.Shape[1] + c] + Epsilon);

    /// <summary>Per channel: sum dy = d beta, and sum dy (x - m) / sqrt(v + epsilon) = d gamma. Inputs: x, moments, dy. Output: [2, C].</summary>
    private sealed record Sums(BatchNormalize Of) : Operation
    {
        public override string Kind => "BatchNormalizeSums";

        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[1];

        public override unsafe void Forward(ForwardContext context)
        {
            TensorView x = context.Input(0), moments = context.Input(1), dy = context.Input(2);
            var channels = x.Shape[^1];
            var rows = x.Length / channels;
            float* scale = context.Scratch.Data, scratch = scale + channels;
            for (var c = 0; c < channels; c++) scale[c] = Of.InverseDeviation(moments, c);
            ColumnSums.Run<ColumnSums.First>(rows, channels, dy.Data, dy.Data, null, null, context.Output.Data, scratch, context.Pool);
            ColumnSums.Run<ColumnSums.Correlation>(rows, channels, x.Data, dy.Data, moments.Data, scale, context.Output.Data + channels, scratch, context.Pool);
        }

        public override long Scratch(ReadOnlySpan<Shape> inputs, Shape output) => output[1] + ColumnSums.Scratch((int)(inputs[0].Count / output[1]), output[1]);

        public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 5 * inputs[0].Count;
    }

    /// <summary>dx = gamma s (dy - sum dy / n - (x - m) s^2 sum(dy (x - m)) / n) with s = 1 / sqrt(v + epsilon). Inputs: x, moments, gamma, dy, sums.</summary>
    private sealed record Gradient(BatchNormalize Of) : Operation
    {
        public override string Kind => "BatchNormalizeGradient";

        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

        public override bool CanOverwrite(int input) => input is 0 or 3;

        public override unsafe void Forward(ForwardContext context)
        {
            TensorView x = context.Input(0), moments = context.Input(1), sums = context.Input(4);
            var channels = x.Shape[^1];
            var rows = x.Length / channels;
            float* factor = context.Scratch.Data, share = factor + channels, slope = share + channels;
            for (var c = 0; c < channels; c++)
            {
                var scale = Of.InverseDeviation(moments, c);
                factor[c] = scale * context.Input(2).Data[c];
                share[c] = sums.Data[c] / rows;
                slope[c] = scale * (sums.Data[channels + c] / rows);
            }
            Columns.NormalizeGradient(rows, channels, x.Data, context.Input(3).Data, moments.Data, factor, share, slope, context.Output.Data, context.Pool);
        }

        public override long Scratch(ReadOnlySpan<Shape> inputs, Shape output) => 3L * output[^1];

        public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 5 * output.Count;
    }
}
