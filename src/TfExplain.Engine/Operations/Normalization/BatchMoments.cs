using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>
/// The mean m[c] and the (biased) variance v[c] = mean (x - m)^2 of each channel over all other axes. Input: x [..., C]. Output: [2, C].
/// It has no derivative of its own: <see cref="BatchNormalize"/> carries the whole one.
/// </summary>
public sealed record BatchMoments : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0].Rank >= 2 ? [2, inputs[0][^1]] : throw new ShapeException($"expected [..., channels], found {inputs[0]}.");

    /// <inheritdoc/>
    public override unsafe void Forward(ForwardContext context)
    {
        var x = context.Input(0);
        var channels = x.Shape[^1];
        var rows = x.Length / channels;
        float* mean = context.Output.Data, variance = mean + channels;
        ColumnSums.Run<ColumnSums.First>(rows, channels, x.Data, x.Data, null, null, mean, context.Scratch.Data, context.Pool);
        Divide(mean);
        ColumnSums.Run<ColumnSums.SquaredDeviation>(rows, channels, x.Data, x.Data, mean, null, variance, context.Scratch.Data, context.Pool);
        Divide(variance);

        void Divide(float* sums)
        {
            for (var c = 0; c < channels; c++) sums[c] /= rows;
        }
    }

    /// <inheritdoc/>
    public override long Scratch(ReadOnlySpan<Shape> inputs, Shape output) => ColumnSums.Scratch((int)(inputs[0].Count / output[1]), output[1]);

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 4 * inputs[0].Count;
}
