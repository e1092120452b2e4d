using System.Numerics;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Kernels;

/// <summary>Reductions over any set of axes, vectorised along the innermost run, each output element in one fixed order.</summary>
internal static class Reduction
{
    // Sums are carried in blocks of this many terms: the rounding error grows with the block and the number of blocks, not with their product.
    private const int Block = 64;

    /// <summary>The floats of scratch for <see cref="Run"/>.</summary>
    public static long Scratch(ReduceKind how, Shape shape, bool[] reduced) => IsDownColumns(how, shape, reduced, out var rows, out var columns) ? ColumnSums.Scratch(rows, columns) : 0;

    public static unsafe void Run(ReduceKind how, TensorView x, bool[] reduced, TensorView y, TensorView scratch, WorkerPool pool)
    {
        if (IsDownColumns(how, x.Shape, reduced, out var rows, out var columns))
        {
            ColumnSums.Run<ColumnSums.First>(rows, columns, x.Data, x.Data, null, null, y.Data, scratch.Data, pool);
            if (how == ReduceKind.Mean)
                foreach (ref var sum in y.Span) sum *= 1f / rows;
            return;
        }
        var (kept, summed, inner, innerReduced) = Split(x.Shape, reduced);
        var outputs = Offsets(kept);
        var terms = Offsets(summed);
        var scale = how == ReduceKind.Mean ? 1f / (terms.Length * (innerReduced ? inner : 1)) : 1f;
        var run = innerReduced ? 1 : inner;
        var grain = Math.Max(1, (1 << 14) / Math.Max(1, terms.Length * inner));
        pool.For((outputs.Length + grain - 1) / grain, part =>
        {
            for (var o = part * grain; o < Math.Min(outputs.Length, (part + 1) * grain); o++)
            {
                var output = y.Span.Slice(o * run, run);
                if (innerReduced) output[0] = Total(how, x.Span, outputs[o], terms, inner);
                else Accumulate(how, x.Span, outputs[o], terms, output);
                if (how == ReduceKind.Mean)
                    for (var i = 0; i < output.Length; i++) output[i] *= scale;
            }
        });
    }

    /// <summary>Whether everything but the last axes is summed: a matrix down its columns, as the gradient of a bias is.</summary>
    private static bool IsDownColumns(ReduceKind how, Shape shape, bool[] reduced, out int rows, out int columns)
    {
        var first = Array.IndexOf(reduced, false);
        (rows, columns) = first > 0 ? ((int)shape.Product(0, first), (int)shape.Product(first, shape.Rank)) : (0, 0);
        return how is ReduceKind.Sum or ReduceKind.Mean && rows > 1 && columns > 1 && !reduced.AsSpan(first).Contains(true);
    }

    private static void Accumulate(ReduceKind how, ReadOnlySpan<float> x, int offset, int[] terms, Span<float> y)
    {
        for (var i = 0; i < y.Length; i += Vector<float>.Count)
        {
            var length = Math.Min(Vector<float>.Count, y.Length - i);
            var total = Start(how);
            for (var t = 0; t < terms.Length;)
            {
                var partial = Start(how);
                for (var end = Math.Min(terms.Length, t + Block); t < end; t++)
                    partial = Combine(how, partial, Vectorized.Load(x.Slice(offset + terms[t] + i, length), 0));
                total = Combine(how, total, partial);
            }
            Vectorized.Store(total, y.Slice(i, length), 0);
        }
    }

    private static float Total(ReduceKind how, ReadOnlySpan<float> x, int offset, int[] terms, int inner)
    {
        var start = Start(how)[0];
        var total = start;
        foreach (var term in terms)
        {
            var run = x.Slice(offset + term, inner);
            for (var i = 0; i < run.Length;)
            {
                var lanes = Start(how);
                var end = Math.Min(run.Length, i + Block * Vector<float>.Count);
                for (; i + Vector<float>.Count <= end; i += Vector<float>.Count) lanes = Combine(how, lanes, Vectorized.Load(run, i));
                var partial = start;
                for (var lane = 0; lane < Vector<float>.Count; lane++) partial = Combine(how, partial, lanes[lane]);
                for (; i < end; i++) partial = Combine(how, partial, run[i]);
                total = Combine(how, total, partial);
            }
        }
        return total;
    }

    private static Vector<float> Start(ReduceKind how) => how switch
    {
        ReduceKind.Max => new(float.NegativeInfinity),
        ReduceKind.Min => new(float.PositiveInfinity),
        ReduceKind.Product => Vector<float>.One,
        _ => Vector<float>.Zero,
    };

    private static Vector<float> Combine(ReduceKind how, Vector<float> a, Vector<float> b) => how switch
    {
        ReduceKind.Max => Vector.Max(a, b),
        ReduceKind.Min => Vector.Min(a, b),
        ReduceKind.Product => a * b,
        _ => a + b,
    };

    private static float Combine(ReduceKind how, float a, float b) => how switch
    {
        ReduceKind.Max => MathF.Max(a, b),
        ReduceKind.Min => MathF.Min(a, b),
        ReduceKind.Product => a * b,
        _ => a + b,
    };

    /// <summary>Merges neighbouring axes of one kind and takes the innermost run off.</summary>
    public static (List<(int Extent, int Stride)> Kept, List<(int Extent, int Stride)> Summed, int Inner, bool InnerReduced) Split(Shape shape, bool[] reduced)
    {
        var groups = new List<(int Extent, int Stride, bool Reduced)>();
        var stride = 1;
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            var extent = shape[axis];
            if (groups.Count > 0 && (groups[0].Reduced == reduced[axis] || extent == 1)) groups[0] = (groups[0].Extent * extent, groups[0].Stride, groups[0].Reduced);
            else groups.Insert(0, (extent, stride, reduced[axis]));
            stride *= extent;
        }
        if (groups.Count == 0) groups.Add((1, 1, false));
        var (inner, _, innerReduced) = groups[^1];
        groups.RemoveAt(groups.Count - 1);
        return ([.. groups.Where(g => !g.Reduced).Select(g => (g.Extent, g.Stride))], [.. groups.Where(g => g.Reduced).Select(g => (g.Extent, g.Stride))], inner, innerReduced);
    }

    public static int[] Offsets(List<(int Extent, int Stride)> axes)
    {
        var offsets = new int[axes.Aggregate(1, (product, axis) => product * axis.Extent)];
        for (var i = 0; i < offsets.Length; i++)
        {
            var rest = i;
            for (var axis = axes.Count - 1; axis >= 0; axis--)
            {
                (rest, var index) = Math.DivRem(rest, axes[axis].Extent);
                offsets[i] += index * axes[axis].Stride;
            }
        }
        return offsets;
    }
}
