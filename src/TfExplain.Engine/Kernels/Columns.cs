using System.Numerics;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Kernels;

/// <summary>Element-wise loops over [rows, columns] with numbers per column.</summary>
internal static unsafe class Columns
{
    private const int Grain = 1 << 14;

    /// <summary>y = clip((x - centre) factor + offset, low, high). NaN stays NaN.</summary>
    public static void Normalize(int rows, int columns, float* x, float* centre, float* factor, float* offset, float low, float high, float* y, WorkerPool pool) =>
        Blocks(rows, columns, pool, (first, end) =>
        {
            var clips = !float.IsNegativeInfinity(low) || !float.IsPositiveInfinity(high);
            for (var row = first; row < end; row++)
            {
                float* from = x + (long)row * columns, to = y + (long)row * columns;
                var c = 0;
                for (; c + Vector<float>.Count <= columns; c += Vector<float>.Count)
                    Vector.Store(Clip((Vector.Load(from + c) - Vector.Load(centre + c)) * Vector.Load(factor + c) + Vector.Load(offset + c), clips, low, high), to + c);
                for (; c < columns; c++) to[c] = Clip(new((from[c] - centre[c]) * factor[c] + offset[c]), clips, low, high)[0];
            }
        });

    /// <summary>dx = (dy - share - (x - centre) slope) factor.</summary>
    public static void NormalizeGradient(int rows, int columns, float* x, float* dy, float* centre, float* factor, float* share, float* slope, float* dx, WorkerPool pool) =>
        Blocks(rows, columns, pool, (first, end) =>
        {
            for (var row = first; row < end; row++)
            {
                float* value = x + (long)row * columns, from = dy + (long)row * columns, to = dx + (long)row * columns;
                var c = 0;
                for (; c + Vector<float>.Count <= columns; c += Vector<float>.Count)
                    Vector.Store((Vector.Load(from + c) - Vector.Load(share + c) - (Vector.Load(value + c) - Vector.Load(centre + c)) * Vector.Load(slope + c)) * Vector.Load(factor + c), to + c);
                for (; c < columns; c++) to[c] = (from[c] - share[c] - (value[c] - centre[c]) * slope[c]) * factor[c];
            }
        });

    private static Vector<float> Clip(Vector<float> v, bool clips, float low, float high) => clips
        ? Vector.ConditionalSelect(Vector.LessThan(v, new(low)), new(low), Vector.ConditionalSelect(Vector.GreaterThan(v, new(high)), new(high), v))
        : v;

    private static void Blocks(int rows, int columns, WorkerPool pool, Action<int, int> body)
    {
        var height = Math.Max(1, Grain / columns);
        pool.For((rows + height - 1) / height, block => body(block * height, Math.Min(rows, (block + 1) * height)));
    }
}
