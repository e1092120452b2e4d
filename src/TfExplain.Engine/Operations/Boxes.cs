using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>Copies boxes of elements between tensors of one rank.</summary>
internal static class Boxes
{
    /// <summary>y[startY + i stepY] = x[startX + i stepX] for every i in the box of <paramref name="extent"/>.</summary>
    public static void Copy(TensorView x, Ints startX, Ints stepX, TensorView y, Ints startY, Ints stepY, Shape extent, WorkerPool pool)
    {
        var rank = extent.Rank;
        if (rank == 0)
        {
            y.Span[0] = x.Span[0];
            return;
        }
        int[] stridesX = Strides(x.Shape), stridesY = Strides(y.Shape);
        int run = extent[^1], innerX = stepX[rank - 1], innerY = stepY[rank - 1];
        if (extent.Count == 0) return;
        Vectorized.For(pool, checked((int)extent.Count), run, row =>
        {
            int fromX = startX[rank - 1], fromY = startY[rank - 1];
            for (var axis = rank - 2; axis >= 0; axis--)
            {
                (row, var index) = Math.DivRem(row, extent[axis]);
                fromX += (startX[axis] + index * stepX[axis]) * stridesX[axis];
                fromY += (startY[axis] + index * stepY[axis]) * stridesY[axis];
            }
            Span<float> source = x.Span, target = y.Span;
            if (innerX == 1 && innerY == 1)
                source.Slice(fromX, run).CopyTo(target.Slice(fromY, run));
            else
                for (var i = 0; i < run; i++) target[fromY + i * innerY] = source[fromX + i * innerX];
        });
    }

    public static int[] Strides(Shape shape)
    {
        var strides = new int[shape.Rank];
        for (int axis = shape.Rank - 1, stride = 1; axis >= 0; stride *= shape[axis], axis--) strides[axis] = stride;
        return strides;
    }
}
