using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Kernels;

/// <summary>Copies a tensor with its axes in another order.</summary>
internal static class Permutation
{
    /// <summary>y[i(permutation[0]), i(permutation[1]), ...] = x[i(0), i(1), ...].</summary>
    public static void Copy(TensorView x, Ints permutation, TensorView y, WorkerPool pool)
    {
        var axes = Axes(x.Shape, permutation);
        var (run, step) = axes[^1];
        axes.RemoveAt(axes.Count - 1);
        Vectorized.For(pool, y.Length, run, row =>
        {
            var target = y.Span.Slice(row * run, run);
            var from = 0;
            for (var axis = axes.Count - 1; axis >= 0; axis--)
            {
                (row, var index) = Math.DivRem(row, axes[axis].Extent);
                from += index * axes[axis].Stride;
            }
            var source = x.Span[from..];
            if (step == 1) source[..run].CopyTo(target);
            else
                for (var i = 0; i < run; i++) target[i] = source[i * step];
        });
    }

    /// <summary>The output's axes with their strides in the input; axes that stay neighbours are one.</summary>
    private static List<(int Extent, int Stride)> Axes(Shape shape, Ints permutation)
    {
        var strides = Operations.Boxes.Strides(shape);
        var axes = new List<(int Extent, int Stride)>();
        foreach (var axis in permutation)
        {
            var (extent, stride) = (shape[axis], strides[axis]);
            if (extent == 1) continue;
            if (axes.Count > 0 && axes[^1].Stride == stride * extent) axes[^1] = (axes[^1].Extent * extent, stride);
            else axes.Add((extent, stride));
        }
        if (axes.Count == 0) axes.Add((1, 1));
        return axes;
    }
}
