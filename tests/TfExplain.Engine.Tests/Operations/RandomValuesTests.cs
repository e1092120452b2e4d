using TfExplain.Engine.Execution;
using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

public sealed class RandomValuesTests
{
    // Several grains of the loop, the last one odd.
    private static readonly Shape s_long = [3, 137, 211];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Threads_change_no_bit(bool normal)
    {
        var expected = Run(new(1, "noise", normal, []), s_long, 5, threads: 1);
        foreach (var threads in new[] { 2, 5 }) Run(new(1, "noise", normal, []), s_long, 5, threads).AsSpan().SequenceEqual(expected).ShouldBeTrue($"{threads} threads");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(41)]
    [InlineData((1L << 24) - 1)]
    [InlineData(1L << 24)]
    [InlineData((3L << 24) + 5)]
    [InlineData((1L << 48) - 1)]
    public void Every_step_is_the_counter_s_part_of_its_number(long step)
    {
        var expected = new float[1001];
        var random = CounterRandom.Of(-8).Part("noise").Part(step);
        random.Uniform(expected);
        Run(new(-8, "noise", false, []), [1001], step).ShouldBe(expected);
        random.Normal(expected);
        Run(new(-8, "noise", true, []), [1001], step).ShouldBe(expected);
    }

    [Fact]
    public void Steps_names_and_seeds_give_other_numbers()
    {
        float[][] all =
        [
            .. new[] { 0, 1, 2, 1L << 24, (1L << 24) + 1, 2L << 24 }.Select(step => Run(new(1, "a", false, []), [4096], step)),
            Run(new(2, "a", false, []), [4096], 0), Run(new(1, "b", false, []), [4096], 0), Run(new(1, "", false, []), [4096], 0),
        ];
        // The correlation of 4096 independent pairs has the deviation 1/64.
        for (var i = 0; i < all.Length; i++)
            for (var j = 0; j < i; j++) Correlation(all[i], all[j]).ShouldBe(0, 5 / 64.0, $"{i} and {j}");
    }

    [Fact]
    public void Uniform_numbers_are_uniform()
    {
        var u = Run(new(3, "u", false, []), s_long, 1);
        var n = u.Length;
        u.Min().ShouldBeGreaterThanOrEqualTo(0);
        u.Max().ShouldBeLessThan(1);
        u.Average(v => (double)v).ShouldBe(0.5, 5 * Math.Sqrt(1 / 12.0 / n));
        // The variance of (u - 1/2)^2 is 1/80 - 1/144.
        u.Average(v => Math.Pow(v - 0.5, 2)).ShouldBe(1 / 12.0, 5 * Math.Sqrt((1 / 80.0 - 1 / 144.0) / n));
        // Chi squared with 63 degrees of freedom exceeds 114 once in 10,000 times.
        u.CountBy(v => (int)(v * 64)).Sum(b => Math.Pow(b.Value - n / 64.0, 2) / (n / 64.0)).ShouldBeLessThan(114);
        foreach (var distance in new[] { 1, 2, 211 }) Correlation(u[..^distance], u[distance..]).ShouldBe(0, 5 / Math.Sqrt(n), $"{distance} apart");
    }

    [Fact]
    public void Normal_numbers_are_normal()
    {
        var z = Run(new(3, "z", true, []), s_long, 1);
        var n = z.Length;
        // The moments 1 to 4 of a normal number are 0, 1, 0, 3; the variances of its powers 1, 2, 15, 96.
        foreach (var (power, moment, variance) in new[] { (1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96) })
            z.Average(v => Math.Pow(v, power)).ShouldBe(moment, 5 * Math.Sqrt((double)variance / n), $"power {power}");
        foreach (var (bound, share) in new[] { (1.0, 0.31731051), (2.0, 0.04550026), (3.0, 0.00269980) })
            ((double)z.Count(v => Math.Abs(v) > bound)).ShouldBe(n * share, 5 * Math.Sqrt(n * share), $"beyond {bound}");
        // Both numbers of a pair come from one draw.
        foreach (var distance in new[] { 1, 2, 211 }) Correlation(z[..^distance], z[distance..]).ShouldBe(0, 5 / Math.Sqrt(n), $"{distance} apart");
        Correlation([.. z[..^1].Select(v => v * v)], [.. z[1..].Select(v => v * v)]).ShouldBe(0, 5 / Math.Sqrt(n), "squares");
    }

    [Fact]
    public void Shared_axes_have_one_number()
    {
        Run(new(1, "a", false, [1, 0, 0, 1]), [2, 3, 4, 5], 0).Length.ShouldBe(10);
        Run(new(1, "a", false, [0, 0]), [2, 3], 0).Length.ShouldBe(1);
        var builder = new GraphBuilder();
        Node x = builder.Input("x", [Shape.Unknown, 3, 4, 5]), step = builder.Input("step", [2]);
        builder.Call("u", new RandomValues(1, "u", false, [1, 0, 0, 1]), x, step).Shape.ShouldBe([Shape.Unknown, 1, 1, 5]);
        builder.Call("u", new RandomValues(1, "u", false, []), x, step).Shape.ShouldBe(x.Shape);
        Should.Throw<ShapeException>(() => builder.Call("u", new RandomValues(1, "u", false, [1, 0]), x, step)).Message.ShouldContain("expected 2 axes");
    }

    [Fact]
    public void One_plan_gives_each_step_its_numbers()
    {
        var builder = new GraphBuilder();
        Node x = builder.Input("x", [50]), step = builder.Input("step", [2]);
        using var session = new Session();
        using var run = session.Compile(new([(x, x.Shape), (step, step.Shape)], [builder.Call("u", new RandomValues(1, "u", false, []), x, step)])).Start();
        float[] Numbers(float low)
        {
            run.Input(1)[0] = low;
            run.Input(1)[1] = 0;
            run.Run();
            return run.Output(0).ToArray();
        }
        var first = Numbers(1);
        Numbers(2).ShouldNotBe(first);
        Numbers(1).ShouldBe(first);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.25f)]
    [InlineData(0.9f)]
    public void Dropout_keeps_the_mean_and_passes_what_it_kept(float rate)
    {
        Shape shape = [4, 5000];
        var u = new float[shape.Count];
        CounterRandom.Of(1).Part("u").Part(2).Uniform(u);
        float[] scale = [.. u.Select(v => v < rate ? 0 : 1 / (1 - rate))], x = Values.Random(1, shape).Floats;

        var (value, cotangents, _) = new Trial((b, v) => b.Call("y", new Multiply(), v[0], b.Call("scale", Unary.Of(new DropoutScale(rate)), b.Call("u", new RandomValues(1, "u", false, []), v[0], v[1]))))
            .Given(shape, x).Given([2], [2, 0]).Seed(Array.ConvertAll(u, _ => 1f)).Run();

        value.ShouldBe(x.Zip(scale, (a, s) => a * s));
        cotangents[0].ShouldBe(scale);
        cotangents[1].ShouldBeEmpty();
        scale.Average(s => (double)s).ShouldBe(1, 5 * Math.Sqrt(rate / (1 - rate) / scale.Length) + 1e-9);
    }

    [Fact]
    public void The_rate_itself_is_kept()
    {
        var (value, cotangents, _) = new Trial((b, x) => b.Call("y", Unary.Of(new DropoutScale(0.5f)), x[0])).Given([4], [0, MathF.BitDecrement(0.5f), 0.5f, MathF.BitDecrement(1)]).Run();
        value.ShouldBe([0, 0, 2, 2]);
        cotangents[0].ShouldAllBe(slope => slope == 0);
    }

    private static float[] Run(RandomValues operation, Shape shape, long step, int threads = 2)
    {
        var builder = new GraphBuilder();
        Node x = builder.Input("x", shape), digits = builder.Input("step", [2]);
        var y = builder.Call("y", operation, x, digits);
        using var pool = new WorkerPool(threads);
        using var session = new Session();
        using var run = session.Compile(new([(x, shape), (digits, digits.Shape)], [y])).Start();
        run.Input(1)[0] = step % RandomValues.StepBase;
        run.Input(1)[1] = step / RandomValues.StepBase;
        run.Run(pool);
        return run.Output(0).ToArray();
    }

    private static double Correlation(float[] a, float[] b)
    {
        double meanA = a.Average(v => (double)v), meanB = b.Average(v => (double)v);
        var both = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return both / Math.Sqrt(a.Sum(x => Math.Pow(x - meanA, 2)) * b.Sum(y => Math.Pow(y - meanB, 2)));
    }
}
