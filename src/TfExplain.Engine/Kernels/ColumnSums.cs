using System.Numerics;
using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Kernels;

/// <summary>A term of a sum down a column, from one or two matrices and the column's centre and scale.</summary>
internal interface IColumnTerm
{
    /// <summary>The term, lane by lane.</summary>
    static abstract Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> centre, Vector<float> scale);
}

/// <summary>
/// Sums down the columns of [rows, columns], in parallel over blocks of rows whose borders depend on the shape alone, so that the result does not depend on the
/// number of threads. A sum of n terms has the rounding error of about n / blocks + blocks additions.
/// </summary>
internal static class ColumnSums
{
    private const int Grain = 1 << 14;

    /// <summary>The floats of scratch for <see cref="Run"/>.</summary>
    public static int Scratch(int rows, int columns) => Blocks(rows, columns) * columns;

    /// <summary>sums[c] = sum over rows of term(a[r, c], b[r, c]); <paramref name="centre"/> and <paramref name="scale"/> are empty where the term has no use for them.</summary>
    public static unsafe void Run<TTerm>(int rows, int columns, float* a, float* b, float* centre, float* scale, float* sums, float* scratch, WorkerPool pool) where TTerm : IColumnTerm
    {
        var blocks = Blocks(rows, columns);
        var height = (rows + blocks - 1) / blocks;
        pool.For(blocks, block =>
        {
            var start = block * height;
            Some<TTerm>(Math.Max(0, Math.Min(height, rows - start)), columns, a + (long)start * columns, b + (long)start * columns, centre, scale, scratch + block * columns);
        });
        new Span<float>(scratch, columns).CopyTo(new(sums, columns));
        for (var block = 1; block < blocks; block++)
            for (var c = 0; c < columns; c++) sums[c] += scratch[block * columns + c];
    }

    private static int Blocks(int rows, int columns) => (int)Math.Clamp((long)rows * columns / Grain, 1, Math.Max(1, Math.Min(rows / 4, 256)));

    private static unsafe void Some<TTerm>(int rows, int columns, float* a, float* b, float* centre, float* scale, float* sums) where TTerm : IColumnTerm
    {
        var c = 0;
        // Four columns of lanes at a time hide the latency of the additions.
        for (; c + 4 * Vector<float>.Count <= columns; c += 4 * Vector<float>.Count)
        {
            var n = Vector<float>.Count;
            Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
            Vector<float> m0 = Per(centre, c), m1 = Per(centre, c + n), m2 = Per(centre, c + 2 * n), m3 = Per(centre, c + 3 * n);
            Vector<float> f0 = Per(scale, c), f1 = Per(scale, c + n), f2 = Per(scale, c + 2 * n), f3 = Per(scale, c + 3 * n);
            for (var r = 0; r < rows; r++)
            {
                float* p = a + (long)r * columns + c, q = b + (long)r * columns + c;
                s0 += TTerm.Of(Vector.Load(p), Vector.Load(q), m0, f0);
                s1 += TTerm.Of(Vector.Load(p + n), Vector.Load(q + n), m1, f1);
                s2 += TTerm.Of(Vector.Load(p + 2 * n), Vector.Load(q + 2 * n), m2, f2);
                s3 += TTerm.Of(Vector.Load(p + 3 * n), Vector.Load(q + 3 * n), m3, f3);
            }
            Vector.Store(s0, sums + c);
            Vector.Store(s1, sums + c + n);
            Vector.Store(s2, sums + c + 2 * n);
            Vector.Store(s3, sums + c + 3 * n);
        }
        for (; c + Vector<float>.Count <= columns; c += Vector<float>.Count)
        {
            Vector<float> sum = default, m = Per(centre, c), f = Per(scale, c);
            for (var r = 0; r < rows; r++) sum += TTerm.Of(Vector.Load(a + (long)r * columns + c), Vector.Load(b + (long)r * columns + c), m, f);
            Vector.Store(sum, sums + c);
        }
        for (; c < columns; c++)
        {
            Vector<float> sum = default, m = centre == null ? default : new(centre[c]), f = scale == null ? default : new(scale[c]);
            for (var r = 0; r < rows; r++) sum += TTerm.Of(new(a[(long)r * columns + c]), new(b[(long)r * columns + c]), m, f);
            sums[c] = sum[0];
        }
    }

    private static unsafe Vector<float> Per(float* values, int c) => values == null ? default : Vector.Load(values + c);

    /// <summary>a.</summary>
    public readonly struct First : IColumnTerm
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> centre, Vector<float> scale) => a;
    }

    /// <summary>(a - centre)^2.</summary>
    public readonly struct SquaredDeviation : IColumnTerm
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> centre, Vector<float> scale) => (a - centre) * (a - centre);
    }

    /// <summary>(a - centre) scale b.</summary>
    public readonly struct Correlation : IColumnTerm
    {
        public static Vector<float> Of(Vector<float> a, Vector<float> b, Vector<float> centre, Vector<float> scale) => (a - centre) * scale * b;
    }
}
