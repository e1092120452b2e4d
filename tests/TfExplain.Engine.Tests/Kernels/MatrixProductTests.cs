using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Tests.Kernels;

public sealed unsafe class MatrixProductTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 70, 33 }, { 1, 300, 1100 }, { 2, 64, 16 }, { 7, 17, 9 }, { 8, 129, 40 }, { 9, 129, 40 },
        { 6, 32, 600 }, { 13, 5, 70 }, { 40, 100, 1030 }, { 150, 64, 12 }, { 3, 10, 0 }, { 20, 33, 0 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ProductEqualsItsDefinition(int m, int n, int k)
    {
        foreach (var transposeA in new[] { false, true })
        foreach (var transposeB in new[] { false, true })
        {
            // Leading dimensions beyond the rows' length.
            int lda = (transposeA ? m : k) + 3, ldb = (transposeB ? k : n) + 5, ldc = n + 2;
            var a = KernelTesting.Random(1, Length(transposeA ? k : m, transposeA ? m : k, lda));
            var b = KernelTesting.Random(2, Length(transposeB ? n : k, transposeB ? k : n, ldb));
            var bias = KernelTesting.Random(3, n);
            var value = new double[m * n];
            var magnitude = new double[m * n];
            for (var i = 0; i < m; i++)
            for (var j = 0; j < n; j++)
            {
                for (var p = 0; p < k; p++)
                {
                    var product = (double)a[transposeA ? p * lda + i : i * lda + p] * b[transposeB ? j * ldb + p : p * ldb + j];
                    value[i * n + j] += product;
                    magnitude[i * n + j] += Math.Abs(product);
                }
                value[i * n + j] = Math.Clamp(value[i * n + j] + bias[j], -2, 3);
                magnitude[i * n + j] += Math.Abs(bias[j]);
            }
            KernelTesting.OnEveryPath(path =>
            {
                var c = Multiply(m, n, k, a, lda, transposeA, b, ldb, transposeB, ldc, bias, -2, 3, WorkerPool.Shared);
                c.ShouldBeWithin(value, magnitude, k, $"{path}, A {transposeA}, B {transposeB}");
            });
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void EveryRowCountAndThreadCountGivesTheSameBits(bool transposeA, bool transposeB)
    {
        const int m = 100, n = 200, k = 1000;
        var a = KernelTesting.Random(1, m * k);
        var b = KernelTesting.Random(2, k * n);
        KernelTesting.OnEveryPath(path =>
        {
            float[]? expected = null;
            foreach (var threads in new[] { 1, 2, 5 })
            {
                using var pool = new WorkerPool(threads);
                foreach (var rows in new[] { m, 1, 3, 8, 9, 40 })
                {
                    var c = Multiply(rows, n, k, a, transposeA ? m : k, transposeA, b, transposeB ? k : n, transposeB, n, null, float.NegativeInfinity, float.PositiveInfinity, pool);
                    expected ??= c;
                    c.ShouldBe(expected.AsSpan(0, rows * n).ToArray(), $"{path}, {rows} rows, {threads} threads");
                }
            }
        });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public void BatchesBroadcastAnOperandOfStrideZero(int m)
    {
        const int batch = 3, n = 37, k = 21;
        var a = KernelTesting.Random(1, batch * m * k);
        var b = KernelTesting.Random(2, k * n);
        KernelTesting.OnEveryPath(_ =>
        {
            using var left = new GuardedBuffer(a);
            using var right = new GuardedBuffer(b);
            using var target = new GuardedBuffer(batch * m * n);
            MatrixProduct.MultiplyBatched(
                batch, m, n, k, left.Address, k, false, right.Address, n, false, target.Address, n, null, -1, 1, m * k, 0, m * n, WorkerPool.Shared);
            for (var i = 0; i < batch; i++)
            {
                var one = Multiply(m, n, k, a.AsSpan(i * m * k, m * k).ToArray(), k, false, b, n, false, n, null, -1, 1, WorkerPool.Shared);
                target.Span.Slice(i * m * n, m * n).ToArray().ShouldBe(one);
            }
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void NotANumberPassesTheClamp(int m) => KernelTesting.OnEveryPath(_ =>
    {
        var a = KernelTesting.Random(1, m * 40);
        a[0] = float.NaN;
        var c = Multiply(m, 50, 40, a, 40, false, KernelTesting.Random(2, 40 * 50), 50, false, 50, null, 0, 1, WorkerPool.Shared);
        c[..50].ShouldAllBe(v => float.IsNaN(v));
    });

    private static long Length(int rows, int columns, int leading) => rows == 0 ? 0 : (rows - 1) * (long)leading + columns;

    private static float[] Multiply(
        int m, int n, int k, float[] a, int lda, bool transposeA, float[] b, int ldb, bool transposeB, int ldc, float[]? bias, float lo, float hi, WorkerPool pool)
    {
        using var left = new GuardedBuffer(a);
        using var right = new GuardedBuffer(b);
        using var biases = new GuardedBuffer(bias ?? []);
        using var target = new GuardedBuffer(Length(m, n, ldc));
        MatrixProduct.Multiply(
            m, n, k, left.Address, lda, transposeA, right.Address, ldb, transposeB, target.Address, ldc, bias is null ? null : biases.Address, lo, hi, pool);
        var result = new float[m * n];
        for (var i = 0; i < m; i++)
        {
            target.Span.Slice(i * ldc, n).CopyTo(result.AsSpan(i * n));
            if (i < m - 1)
                target.Span.Slice(i * ldc + n, ldc - n).ToArray().ShouldAllBe(v => float.IsNaN(v));
        }
        return result;
    }
}
