using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;
using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Kernels;

public sealed unsafe class ColumnSumsTests
{
    /// <summary>One row, one column, columns around and between multiples of the vector's and of four vectors' length, one and many blocks of rows.</summary>
    public static TheoryData<int, int> Shapes
    {
        get
        {
            var data = new TheoryData<int, int>();
            foreach (var columns in new[] { 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 131 })
                foreach (var rows in new[] { 1, 2, 3, 7, 64, 1000 }) data.Add(rows, columns);
            data.Add(100_003, 1);
            data.Add(100_003, 3);
            data.Add(50_176, 32);
            data.Add(3, 40_000);
            data.Add(257, 1024);
            return data;
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Sums_of_every_term_are_within_their_bound(int rows, int columns)
    {
        float[] a = KernelTesting.Random(1, rows * columns), b = KernelTesting.Random(2, rows * columns), centre = KernelTesting.Random(3, columns), scale = KernelTesting.Random(4, columns);
        Check<ColumnSums.First>(rows, columns, a, a, [], [], (i, _) => a[i]);
        Check<ColumnSums.SquaredDeviation>(rows, columns, a, a, centre, [], (i, c) => ((double)a[i] - centre[c]) * ((double)a[i] - centre[c]));
        Check<ColumnSums.Correlation>(rows, columns, a, b, centre, scale, (i, c) => ((double)a[i] - centre[c]) * scale[c] * b[i]);
    }

    /// <summary>As bias gradients and global means are taken; their cotangents come back to every row.</summary>
    [Theory]
    [InlineData(ReduceKind.Sum)]
    [InlineData(ReduceKind.Mean)]
    public void Reduce_down_columns_is_within_its_bound(ReduceKind kind)
    {
        foreach (var extents in new int[][] { [1, 5], [5, 1], [2, 3], [400, 1], [4, 30, 31, 17], [3, 1, 2, 33], [20, 28, 28, 10], [2, 3, 4, 5] })
            for (var axes = 1; axes < extents.Length; axes++)
            {
                var shape = Shape.Create(extents);
                int rows = (int)shape.Product(0, axes), columns = (int)shape.Product(axes, shape.Rank);
                var x = KernelTesting.Random(1, shape.Count);
                var trial = new Operations.Trial((b, v) => b.Call("y", new Reduce(kind, [.. Enumerable.Range(0, axes)]), v[0])).Given(shape, x);
                var (found, cotangents, _) = trial.ShouldNotDependOnThreads();
                var (value, magnitude) = Reference(rows, columns, (i, _) => x[i]);
                if (kind == ReduceKind.Mean)
                    for (var c = 0; c < columns; c++) (value[c], magnitude[c]) = (value[c] / rows, magnitude[c] / rows);
                // In whatever order: no sum of these rows has more additions, and few columns are no column sum.
                found.ShouldBeWithin(value, magnitude, columns == 1 || rows == 1 ? rows : Additions(rows, columns), $"{kind} of {shape} over {axes}");
                for (var row = 1; row < rows; row++) cotangents[0].AsSpan(row * columns, columns).SequenceEqual(cotangents[0].AsSpan(0, columns)).ShouldBeTrue();
            }
    }

    private static void Check<TTerm>(int rows, int columns, float[] a, float[] b, float[] centre, float[] scale, Func<int, int, double> term) where TTerm : IColumnTerm
    {
        var (value, magnitude) = Reference(rows, columns, term);
        float[]? first = null;
        foreach (var threads in new[] { 1, 2, 5 })
        {
            using var pool = new WorkerPool(threads);
            using GuardedBuffer x = new(a), y = new(b), m = new(centre), s = new(scale), sums = new(columns), scratch = new(ColumnSums.Scratch(rows, columns));
            ColumnSums.Run<TTerm>(rows, columns, x.Address, y.Address, centre.Length == 0 ? null : m.Address, scale.Length == 0 ? null : s.Address, sums.Address, scratch.Address, pool);
            // A term has up to three roundings of its own, which the bound's four besides the additions cover.
            ((ReadOnlySpan<float>)sums.Span).ShouldBeWithin(value, magnitude, Additions(rows, columns), $"{typeof(TTerm).Name} [{rows}, {columns}]");
            sums.Span.SequenceEqual(first ??= sums.Span.ToArray()).ShouldBeTrue($"{typeof(TTerm).Name} [{rows}, {columns}], {threads} threads");
        }
    }

    /// <summary>The additions that a term goes through: those of its block of rows, then those of the blocks.</summary>
    private static int Additions(int rows, int columns)
    {
        var blocks = ColumnSums.Scratch(rows, columns) / columns;
        return (rows + blocks - 1) / blocks - 1 + blocks - 1;
    }

    private static (double[] Value, double[] Magnitude) Reference(int rows, int columns, Func<int, int, double> term)
    {
        double[] value = new double[columns], magnitude = new double[columns];
        for (var i = 0; i < rows * columns; i++)
        {
            var t = term(i, i % columns);
            value[i % columns] += t;
            magnitude[i % columns] += Math.Abs(t);
        }
        return (value, magnitude);
    }
}
