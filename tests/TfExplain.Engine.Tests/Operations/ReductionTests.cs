using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

public sealed class ReductionTests
{
    public static TheoryData<ReduceKind, int[], bool> All
    {
        get
        {
            var data = new TheoryData<ReduceKind, int[], bool>();
            foreach (var kind in Enum.GetValues<ReduceKind>())
                foreach (var axes in new int[][] { [], [0], [1], [-1], [0, 2], [1, 2], [0, 1, 2] })
                    foreach (var keep in new[] { false, true }) data.Add(kind, axes, keep);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Reduce_combines_along_axes(ReduceKind kind, int[] axes, bool keep)
    {
        var x = Values.Random(1, [3, 4, 5], 0.5, 1.5);
        var reduced = new bool[3];
        foreach (var axis in axes.Length == 0 ? [0, 1, 2] : axes) reduced[axis < 0 ? axis + 3 : axis] = true;
        Shape shape = Shape.Create([.. Enumerable.Range(0, 3).Where(a => keep || !reduced[a]).Select(a => reduced[a] ? 1 : x.Shape[a])]);
        GradientCheck.Verify(new Reduce(kind, Ints.Create(axes), keep), [x], v => Values.Of(shape, i =>
        {
            var terms = new List<double>();
            for (var item = 0; item < 60; item++)
            {
                var index = Values.Index(x.Shape, item);
                var kept = keep ? index.Select((n, a) => reduced[a] ? 0 : n) : index.Where((_, a) => !reduced[a]);
                if (kept.SequenceEqual(i)) terms.Add(v[0].Items[item]);
            }
            return kind switch
            {
                ReduceKind.Sum => terms.Sum(),
                ReduceKind.Mean => terms.Average(),
                ReduceKind.Max => terms.Max(),
                ReduceKind.Min => terms.Min(),
                _ => terms.Aggregate(1.0, (a, b) => a * b),
            };
        }));
    }

    [Fact]
    public void Softmax_is_exp_over_its_sum() => GradientCheck.Verify(new Softmax(), [Values.Random(1, [3, 17], -5, 5)], x => Normalized(x[0], Math.Exp, (e, sum) => e / sum));

    [Fact]
    public void LogSoftmax_is_its_logarithm() => GradientCheck.Verify(new LogSoftmax(), [Values.Random(1, [3, 17], -5, 5)], x => Normalized(x[0], Math.Exp, (e, sum) => Math.Log(e / sum)));

    [Fact]
    public void LogSoftmax_does_not_overflow() =>
        GradientCheck.Verify(new LogSoftmax(), [new([1, 2], [1000, 1001])], x => Values.Of([1, 2], i => x[0][i] - x[0][0, 1] - Math.Log(1 + Math.Exp(x[0][0, 0] - x[0][0, 1]))));

    /// <summary>The threshold found by bisection: sum max(x - t, 0) falls with t.</summary>
    [Fact]
    public void Sparsemax_is_the_nearest_point_of_the_simplex() =>
        GradientCheck.Verify(new Sparsemax(), [Values.Random(1, [4, 9], -1, 1)], x => Values.Of(x[0].Shape, i =>
        {
            var row = Enumerable.Range(0, 9).Select(c => x[0][i[0], c]).ToArray();
            double low = -3, high = 3;
            for (var step = 0; step < 80; step++)
            {
                var t = (low + high) / 2;
                if (row.Sum(v => Math.Max(v - t, 0)) > 1) low = t;
                else high = t;
            }
            return Math.Max(row[i[1]] - low, 0);
        }));

    private static Values Normalized(Values x, Func<double, double> weight, Func<double, double, double> share) =>
        Values.Of(x.Shape, i => share(weight(x[i]), Enumerable.Range(0, x.Shape[1]).Sum(c => weight(x[i[0], c]))));
}
