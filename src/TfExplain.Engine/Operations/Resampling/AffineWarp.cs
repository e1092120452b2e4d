using System.Numerics.Tensors;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>
/// Every image sampled along lines of its own: y[n, i, j] = x[n, b0 j + b1 i + b2, a0 j + a1 i + a2], between pixels interpolated. Inputs: x [N, H, W, C];
/// transforms [N, 6], a0 a1 a2 b0 b1 b2 of each image, which take a column j and a row i of the output to a column and a row of x. Output: [N, height, width, C].
/// A neighbour beyond an edge is what the fill mode says; positions that are no numbers lie beyond it.
/// </summary>
/// <param name="Interpolation"><see cref="Interpolation.Nearest"/> or <see cref="Interpolation.Bilinear"/>.</param>
/// <param name="Fill">What lies beyond the edges.</param>
/// <param name="FillValue">The value there, for <see cref="FillMode.Constant"/>.</param>
public sealed record AffineWarp(Interpolation Interpolation, FillMode Fill, float FillValue = 0) : Operation
{
    // Beyond any image; positions are cut to it so that they are whole numbers of 64 bits.
    private const double Far = 1L << 40;

    /// <summary>The output's height, or 0 for the input's.</summary>
    public int Height { get; init; }

    /// <summary>The output's width, or 0 for the input's.</summary>
    public int Width { get; init; }

    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        if (Interpolation is not (Interpolation.Nearest or Interpolation.Bilinear)) throw new ShapeException($"images are warped nearest or bilinear, not {Interpolation}.");
        if (inputs[0].Rank != 4) throw new ShapeException($"expected images [batch, height, width, channels], found {inputs[0]}.");
        if (inputs[1].Rank != 2 || inputs[1][1] != 6) throw new ShapeException($"expected transforms [batch, 6], found {inputs[1]}.");
        if (inputs[0][0] != inputs[1][0] && inputs[0][0] != Shape.Unknown && inputs[1][0] != Shape.Unknown) throw new ShapeException($"expected a transform for each of {inputs[0][0]} images, found {inputs[1][0]}.");
        if (Height < 0 || Width < 0) throw new ShapeException($"expected an extent of 1 or more, or 0 for the input's; found {Height} x {Width}.");
        var shape = inputs[0];
        if (Height > 0) shape = shape.With(1, Height);
        return Width > 0 ? shape.With(2, Width) : shape;
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), transforms = context.Input(1), y = context.Output;
        int rows = y.Shape[1], width = y.Shape[2], channels = y.Shape[3];
        Vectorized.For(context.Pool, y.Length, width * channels, row =>
        {
            var (n, i) = Math.DivRem(row, rows);
            var image = new Sampler(this, x.Shape, transforms.Span.Slice(6 * n, 6));
            var from = x.Span.Slice(n * image.Length, image.Length);
            Span<(int Offset, float Weight)> taps = stackalloc (int, float)[4];
            for (var j = 0; j < width; j++)
            {
                var target = y.Span.Slice((row * width + j) * channels, channels);
                var count = image.Taps(i, j, taps, out var outside);
                if (count == 1 && taps[0].Weight == 1)
                {
                    // No sum, so that a pixel is copied bit by bit.
                    from.Slice(taps[0].Offset, channels).CopyTo(target);
                    continue;
                }
                target.Fill(outside * FillValue);
                foreach (var (offset, weight) in taps[..count]) TensorPrimitives.MultiplyAdd(from.Slice(offset, channels), weight, target, target);
            }
        });
    }

    /// <summary>dx gathers what each pixel gave, image by image; the transforms count as constants.</summary>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Gradient(this), scope.Input(0), scope.Input(1), scope.Cotangent));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 8 * output.Count;

    /// <summary>Inputs: x, whose shape alone counts, transforms, dy.</summary>
    private sealed record Gradient(AffineWarp Warp) : Operation
    {
        public override string Kind => "AffineWarpGradient";

        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

        public override void Forward(ForwardContext context)
        {
            TensorView transforms = context.Input(1), dy = context.Input(2), dx = context.Output;
            int rows = dy.Shape[1], width = dy.Shape[2], channels = dy.Shape[3];
            context.Pool.For(dx.Shape[0], n =>
            {
                var image = new Sampler(Warp, dx.Shape, transforms.Span.Slice(6 * n, 6));
                var to = dx.Span.Slice(n * image.Length, image.Length);
                to.Clear();
                Span<(int Offset, float Weight)> taps = stackalloc (int, float)[4];
                for (var i = 0; i < rows; i++)
                    for (var j = 0; j < width; j++)
                    {
                        var slope = dy.Span.Slice(((n * rows + i) * width + j) * channels, channels);
                        foreach (var (offset, weight) in taps[..image.Taps(i, j, taps, out _)])
                        {
                            var target = to.Slice(offset, channels);
                            TensorPrimitives.MultiplyAdd(slope, weight, target, target);
                        }
                    }
            });
        }

        public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 8 * inputs[2].Count;
    }

    /// <summary>Which pixels of one image make a pixel of the output.</summary>
    private readonly ref struct Sampler(AffineWarp warp, Shape shape, ReadOnlySpan<float> transform)
    {
        private readonly int _height = shape[1], _width = shape[2], _channels = shape[3];
        private readonly ReadOnlySpan<float> _transform = transform;

        /// <summary>Values of an image.</summary>
        public int Length => _height * _width * _channels;

        /// <summary>The offsets of the pixels and their weights, and the weight of what lies outside.</summary>
        public int Taps(int row, int column, Span<(int Offset, float Weight)> taps, out float outside)
        {
            double x = Position(0, row, column), y = Position(3, row, column);
            var count = 0;
            outside = 0;
            if (warp.Interpolation == Interpolation.Nearest)
            {
                Add((long)Math.Floor(y + 0.5), (long)Math.Floor(x + 0.5), 1, taps, ref count, ref outside);
                return count;
            }
            double left = Math.Floor(x), top = Math.Floor(y), right = x - left, bottom = y - top;
            Add((long)top, (long)left, (1 - bottom) * (1 - right), taps, ref count, ref outside);
            Add((long)top, (long)left + 1, (1 - bottom) * right, taps, ref count, ref outside);
            Add((long)top + 1, (long)left, bottom * (1 - right), taps, ref count, ref outside);
            Add((long)top + 1, (long)left + 1, bottom * right, taps, ref count, ref outside);
            return count;
        }

        private double Position(int first, int row, int column)
        {
            var position = (double)_transform[first] * column + (double)_transform[first + 1] * row + _transform[first + 2];
            return double.IsNaN(position) ? -Far : Math.Clamp(position, -Far, Far);
        }

        private void Add(long row, long column, double weight, Span<(int Offset, float Weight)> taps, ref int count, ref float outside)
        {
            if (weight == 0) return;
            int i = Index(row, _height), j = Index(column, _width);
            if (i < 0 || j < 0) outside += (float)weight;
            else taps[count++] = ((i * _width + j) * _channels, (float)weight);
        }

        /// <summary>The index that an index beyond an edge stands for, or -1 for none.</summary>
        private int Index(long index, int extent)
        {
            if (index >= 0 && index < extent) return (int)index;
            switch (warp.Fill)
            {
                case FillMode.Constant: return -1;
                case FillMode.Nearest: return index < 0 ? 0 : extent - 1;
                case FillMode.Wrap: return (int)Modulo(index, extent);
                default:
                    var within = Modulo(index, 2L * extent);
                    return (int)(within < extent ? within : 2L * extent - 1 - within);
            }
        }

        private static long Modulo(long index, long extent) => (index % extent + extent) % extent;
    }
}
