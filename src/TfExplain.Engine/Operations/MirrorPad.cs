using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>
/// Puts mirror images around the input: Before and After elements per axis. Symmetric repeats the border element (b a | a b c), reflection does not (c b | a b c).
/// </summary>
public sealed record MirrorPad(Ints Before, Ints After, bool Symmetric = false) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        var extents = inputs[0].Span.ToArray();
        if (extents.Length != Before.Count || extents.Length != After.Count) throw new ShapeException($"expected rank {Before.Count}, found {inputs[0]}.");
        for (var axis = 0; axis < extents.Length; axis++)
        {
            if (extents[axis] == Shape.Unknown) continue;
            var most = Symmetric ? extents[axis] : extents[axis] - 1;
            if (Math.Min(Before[axis], After[axis]) < 0 || (Math.Max(Before[axis], After[axis]) is > 0 and var pad && pad > most))
                throw new ShapeException($"expected 0 to {most} mirrored elements at axis {axis} of {inputs[0]}, found {Before[axis]} and {After[axis]}.");
            extents[axis] += Before[axis] + After[axis];
        }
        return Shape.Create(extents);
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), y = context.Output;
        Each(x.Shape, y.Shape, context.Pool, (from, to, inner) =>
        {
            for (var i = 0; i < inner.Length; i++) y.Span[to + i] = x.Span[from + inner[i]];
        });
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new Gradient(this, scope.Input(0).Shape), scope.Cotangent));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;

    /// <summary>Calls the body for every row of the output: its source's offset, its own, and the source's index of each element. Without a pool, in order.</summary>
    private void Each(Shape x, Shape y, WorkerPool? pool, Action<int, int, int[]> body)
    {
        if (x.Rank == 0) body(0, 0, [0]);
        if (x.Rank == 0 || y.Count == 0) return;
        var strides = Boxes.Strides(x);
        var sources = new int[x.Rank][];
        for (var axis = 0; axis < x.Rank; axis++)
        {
            sources[axis] = new int[y[axis]];
            for (var i = 0; i < y[axis]; i++) sources[axis][i] = Mirror(i - Before[axis], x[axis]) * strides[axis];
        }
        var run = y[^1];
        void Row(int row)
        {
            var (from, to) = (0, row * run);
            for (var axis = x.Rank - 2; axis >= 0; axis--)
            {
                (row, var index) = Math.DivRem(row, y[axis]);
                from += sources[axis][index];
            }
            body(from, to, sources[^1]);
        }
        if (pool is not null) Vectorized.For(pool, (int)y.Count, run, Row);
        else
            for (var row = 0; row < y.Count / run; row++) Row(row);
    }

    private int Mirror(int i, int extent)
    {
        var border = Symmetric ? 1 : 0;
        return i < 0 ? -i - border : i >= extent ? 2 * (extent - 1) - i + border : i;
    }

    /// <summary>Adds the cotangent of every image to its original.</summary>
    private sealed record Gradient(MirrorPad Pad, Shape Shape) : Operation
    {
        public override string Kind => "MirrorPadGradient";

        public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Shape;

        public override void Forward(ForwardContext context)
        {
            TensorView dy = context.Input(0), dx = context.Output;
            dx.Span.Clear();
            Pad.Each(Shape, dy.Shape, null, (to, from, inner) =>
            {
                for (var i = 0; i < inner.Length; i++) dx.Span[to + inner[i]] += dy.Span[from + i];
            });
        }
    }
}
