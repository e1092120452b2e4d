using System.Numerics.Tensors;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>
/// Adaptive maximum pooling along one axis: output i is the largest from floor(i input / size) up to, not including, ceil((i + 1) input / size).
/// Several axes are one such step after the other, the last axis first: the switches are then the first maxima in row-major order.
/// </summary>
/// <param name="Axis">The axis; negative axes count from the last.</param>
/// <param name="Size">The output's extent.</param>
public sealed record AdaptiveMax(int Axis, int Size) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0].With(Axis, new AdaptiveWindows(Size).Extent(inputs[0][inputs[0].Axis(Axis)]));

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), y = context.Output;
        var (inputs, run) = Extents(x.Shape);
        if (run == 0) return;
        Vectorized.For(context.Pool, y.Length, run, index =>
        {
            var (outer, i) = Math.DivRem(index, Size);
            var (start, end) = new AdaptiveWindows(Size).Window(i, inputs);
            var most = y.Span.Slice(index * run, run);
            x.Span.Slice((outer * inputs + start) * run, run).CopyTo(most);
            for (var source = start + 1; source < end; source++) TensorPrimitives.Max(most, x.Span.Slice((outer * inputs + source) * run, run), most);
        });
    }

    /// <summary>The cotangent goes to the first maximum of the window, its switch.</summary>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Gradient(this), scope.Input(0), scope.Node, scope.Cotangent));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => inputs[0].Count;

    private (int Inputs, int Run) Extents(Shape x) => (x[Axis], checked((int)x.Product(x.Axis(Axis) + 1, x.Rank)));

    /// <summary>Inputs: x, y, dy.</summary>
    private sealed record Gradient(AdaptiveMax Pool) : Operation
    {
        public override string Kind => "AdaptiveMaxGradient";

        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

        public override void Forward(ForwardContext context)
        {
            TensorView x = context.Input(0), y = context.Input(1), dy = context.Input(2), dx = context.Output;
            var (inputs, run) = Pool.Extents(x.Shape);
            if (run == 0) return;
            // Windows may overlap, so one thread takes all windows of an outer index.
            Vectorized.For(context.Pool, dx.Length, inputs * run, outer =>
            {
                Span<float> from = x.Span.Slice(outer * inputs * run, inputs * run), to = dx.Span.Slice(outer * inputs * run, inputs * run);
                to.Clear();
                for (var i = 0; i < Pool.Size; i++)
                {
                    var (start, end) = new AdaptiveWindows(Pool.Size).Window(i, inputs);
                    Span<float> most = y.Span.Slice((outer * Pool.Size + i) * run, run), slope = dy.Span.Slice((outer * Pool.Size + i) * run, run);
                    for (var lane = 0; lane < run; lane++)
                    {
                        var source = start;
                        while (source < end - 1 && from[source * run + lane] != most[lane]) source++;
                        to[source * run + lane] += slope[lane];
                    }
                }
            });
        }
    }
}
