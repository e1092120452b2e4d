using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

public class NormalizeTests
{
    [Theory]
    [InlineData(new[] { 3, 5 }, new[] { -1 }, true)]
    [InlineData(new[] { 2, 3, 4, 37 }, new[] { -1 }, true)]
    [InlineData(new[] { 2, 3, 4, 37 }, new[] { -1 }, false)]
    [InlineData(new[] { 2, 5, 4, 19 }, new[] { 1, 2 }, true)]
    [InlineData(new[] { 2, 5, 4, 19 }, new[] { 1, 2 }, false)]
    [InlineData(new[] { 2, 5, 4, 3 }, new[] { 1, 3 }, true)]
    [InlineData(new[] { 2, 5, 4, 3 }, new[] { 2 }, true)]
    [InlineData(new[] { 2, 5, 4, 3 }, new[] { 1, 2, 3 }, true)]
    public void It_follows_its_formula(int[] extents, int[] axes, bool centre)
    {
        var shape = Shape.Create(extents);
        var trial = new Trial((b, x) => b.Call("norm", new Normalize(Ints.Create(axes), 1e-3f, centre), x[0])).With(shape);
        trial.ShouldMatch(x => Reference(x[0], shape, axes, 1e-3f, centre));
        trial.ShouldNotDependOnThreadsOrBatch();
    }

    [Fact]
    public void Many_elements_keep_their_precision()
    {
        float[] values = [.. Enumerable.Range(0, 200_000).Select(i => 10 + MathF.Sin(i))];
        var (found, _, _) = new Trial((b, x) => b.Call("norm", new Normalize([1], 0), x[0])).Given([1, values.Length], values).Run();
        Trial.ShouldBeClose(found, Reference([.. values.Select(v => (double)v)], [1, values.Length], [1], 0, true), 2e-6);
    }

    [Fact]
    public void An_axis_must_exist_and_one_must_be_named()
    {
        var b = new GraphBuilder();
        Should.Throw<ShapeException>(() => b.Call("norm", new Normalize([4], 0), b.Input("x", [2, 3]))).Message.ShouldContain("Axis 4");
        Should.Throw<ShapeException>(() => b.Call("norm", new Normalize([], 0), b.Input("x", [2, 3]))).Message.ShouldContain("at least one axis");
    }

    [Fact]
    public void Unit_vectors_have_length_one()
    {
        new Trial((b, x) => L2Normalize.Build(b, "unit", x[0], [1, 2])).With([2, 3, 4, 5]).ShouldMatch(x =>
            [.. Enumerable.Range(0, 120).Select(i => x[0][i] / Math.Sqrt(Enumerable.Range(0, 120).Where(j => j / 60 == i / 60 && j % 5 == i % 5).Sum(j => x[0][j] * x[0][j])))]);
        var (zero, slope, _) = new Trial((b, x) => L2Normalize.Build(b, "unit", x[0], [-1])).Given([1, 2], [0, 0]).Run();
        zero.ShouldBe([0, 0]);
        slope[0].ShouldAllBe(v => float.IsFinite(v));
    }

    private static double[] Reference(double[] x, Shape shape, int[] axes, float epsilon, bool centre)
    {
        var reduced = axes.Select(a => shape.Axis(a)).ToHashSet();
        // Elements of one group have the same indices along all other axes.
        int Group(int element)
        {
            var group = 0;
            for (int axis = shape.Rank - 1, stride = 1; axis >= 0; axis--)
            {
                if (!reduced.Contains(axis)) group += element % shape[axis] * stride;
                stride *= shape[axis];
                element /= shape[axis];
            }
            return group;
        }
        var result = new double[x.Length];
        foreach (var group in Enumerable.Range(0, x.Length).GroupBy(Group))
        {
            var mean = centre ? group.Average(i => x[i]) : 0;
            var variance = group.Average(i => (x[i] - mean) * (x[i] - mean));
            foreach (var i in group) result[i] = (x[i] - mean) / Math.Sqrt(variance + epsilon);
        }
        return result;
    }
}
