namespace TfExplain.Engine.Execution.Incremental;

/// <summary>
/// Cuts a region of equal size out of one stored image for each copy of a batch and pastes each copy's changed rectangle over it; outside of the image the
/// region holds <see cref="Outside"/>. Inputs: changed [B,h,w,C], stored [1,H,W,C], places [B,4] = region's y and x, rectangle's y and x. Output: [B, Height, Width, C].
/// </summary>
internal sealed record Assemble(int Height, int Width, float Outside) : Operation
{
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => [inputs[0][0], Height, Width, inputs[0][3]];

    public override void Forward(ForwardContext context)
    {
        TensorView changed = context.Input(0), stored = context.Input(1), places = context.Input(2), output = context.Output;
        context.Pool.For(output.Shape[0], copy =>
        {
            var place = places.Span.Slice(4 * copy, 4);
            int top = (int)place[0], left = (int)place[1];
            Paste(stored, 0, -top, -left, output, copy, Outside);
            Paste(changed, copy, (int)place[2] - top, (int)place[3] - left, output, copy, null);
        });
    }

    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;

    /// <summary>Copies the image <paramref name="from"/> of x to (top, left) of the image <paramref name="to"/> of y, cut to the latter; fills the rest of y if asked.</summary>
    private static void Paste(TensorView x, int from, int top, int left, TensorView y, int to, float? rest)
    {
        int height = x.Shape[1], width = x.Shape[2], channels = x.Shape[3], rows = y.Shape[1], columns = y.Shape[2];
        int first = Math.Max(0, left), last = Math.Min(columns, left + width);
        var source = x.Span.Slice(from * height * width * channels, height * width * channels);
        var target = y.Span.Slice(to * rows * columns * channels, rows * columns * channels);
        for (var row = 0; row < rows; row++)
        {
            var line = target.Slice(row * columns * channels, columns * channels);
            if (row < top || row >= top + height || first >= last)
            {
                if (rest is { } value) line.Fill(value);
                continue;
            }
            if (rest is { } outside)
            {
                line[..(first * channels)].Fill(outside);
                line[(last * channels)..].Fill(outside);
            }
            source.Slice(((row - top) * width + first - left) * channels, (last - first) * channels).CopyTo(line[(first * channels)..]);
        }
    }
}
