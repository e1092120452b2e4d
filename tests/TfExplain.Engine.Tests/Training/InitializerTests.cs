using TfExplain.Training;
using TfExplain.Training.Initializers;

namespace TfExplain.Engine.Tests.Training;

public sealed class InitializerTests
{
    private static readonly Shape Kernel = [3, 3, 40, 60];

    // Fans: in 360, out 540, mean 450.
    private static readonly Dictionary<string, (Initializer Initializer, double Mean, double Variance, double Bound)> Cases = new()
    {
        ["random uniform"] = (new RandomUniform(-0.2f, 0.6f), 0.2, 0.64 / 12, 0.6),
        ["random normal"] = (new RandomNormal(0.3f, 0.1f), 0.3, 0.01, double.PositiveInfinity),
        ["truncated normal"] = (new TruncatedNormal(0.3f, 0.1f), 0.3, 0.01 * 0.77374, 0.5),
        ["glorot uniform"] = (new GlorotUniform(), 0, 1 / 450d, Math.Sqrt(3 / 450d)),
        ["glorot normal"] = (new GlorotNormal(), 0, 1 / 450d, 2 * Math.Sqrt(1 / 450d) / 0.8796256),
        ["he uniform"] = (new HeUniform(), 0, 2 / 360d, Math.Sqrt(6 / 360d)),
        ["he normal"] = (new HeNormal(), 0, 2 / 360d, 2 * Math.Sqrt(2 / 360d) / 0.8796256),
        ["lecun uniform"] = (new LecunUniform(), 0, 1 / 360d, Math.Sqrt(3 / 360d)),
        ["lecun normal"] = (new LecunNormal(), 0, 1 / 360d, 2 * Math.Sqrt(1 / 360d) / 0.8796256),
        ["fan out"] = (new VarianceScaling(3, FanMode.FanOut, VarianceDistribution.UntruncatedNormal), 0, 3 / 540d, double.PositiveInfinity),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Moments_and_bounds_are_right(string name)
    {
        var (initializer, mean, variance, bound) = Cases[name];
        var w = Draw(initializer, Kernel);
        var m = w.Average(x => (double)x);
        var v = w.Average(x => (x - m) * (x - m));
        var n = w.Length;
        // Four standard errors; the fourth moment of a normal number is 3 variance^2, of the others less.
        m.ShouldBe(mean, 4 * Math.Sqrt(variance / n));
        v.ShouldBe(variance, 4 * variance * Math.Sqrt(2.0 / n) + 1e-5 * variance);
        w.Max().ShouldBeLessThanOrEqualTo((float)bound * 1.000001f);
        if (double.IsFinite(bound)) w.Max().ShouldBeGreaterThan((float)(bound - 0.1 * (bound - mean)));
        else w.Max(x => Math.Abs(x - mean)).ShouldBeGreaterThan(3 * Math.Sqrt(variance));
    }

    [Theory]
    [InlineData(7, 5)]
    [InlineData(5, 7)]
    [InlineData(6, 6)]
    [InlineData(1, 4)]
    public void Orthogonal_vectors_are(int rows, int columns)
    {
        foreach (var shape in new Shape[] { [rows, columns], [rows, 1, 1, columns] })
        {
            var w = Draw(new Orthogonal(3), shape);
            var few = Math.Min(rows, columns);
            for (var a = 0; a < few; a++)
                for (var b = 0; b < few; b++)
                {
                    double dot = 0;
                    for (var i = 0; i < Math.Max(rows, columns); i++) dot += rows >= columns ? (double)w[i * columns + a] * w[i * columns + b] : (double)w[a * columns + i] * w[b * columns + i];
                    dot.ShouldBe(a == b ? 9 : 0, 3e-6);
                }
        }
    }

    [Fact]
    public void Fixed_values_are_what_they_say()
    {
        Draw(new Zeros(), [2]).ShouldBe([0, 0]);
        Draw(new Ones(), [2]).ShouldBe([1, 1]);
        Draw(new TfExplain.Training.Initializers.Constant(3), [2]).ShouldBe([3, 3]);
        Draw(new TfExplain.Training.Initializers.Identity(2), [2, 3]).ShouldBe([2, 0, 0, 0, 2, 0]);
        Should.Throw<ArgumentException>(() => Draw(new TfExplain.Training.Initializers.Identity(), [2])).Message.ShouldContain("[2]");
        Should.Throw<ArgumentException>(() => Draw(new Orthogonal(), [4])).Message.ShouldContain("[4]");
        Should.Throw<ArgumentException>(() => new Zeros().Fill([3], new float[2], CounterRandom.Of(0))).Message.ShouldContain("3 values");
        Draw(new Orthogonal(), [0, 3]).ShouldBeEmpty();
    }

    [Fact]
    public void The_same_numbers_give_the_same_values()
    {
        float[] Run(Initializer i, int caller)
        {
            var w = new float[20];
            i.Fill([4, 5], w, CounterRandom.Of(caller));
            return w;
        }

        Run(new HeNormal(), 1).ShouldBe(Run(new HeNormal(), 1));
        Run(new HeNormal(), 1).ShouldNotBe(Run(new HeNormal(), 2));
        Run(new HeNormal { Seed = 9 }, 1).ShouldBe(Run(new HeNormal { Seed = 9 }, 2));
    }

    [Fact]
    public void Fans_are_those_of_Keras()
    {
        VarianceScaling.Fans([]).ShouldBe((1, 1));
        VarianceScaling.Fans([7]).ShouldBe((7, 7));
        VarianceScaling.Fans([7, 4]).ShouldBe((7, 4));
        VarianceScaling.Fans([3, 5, 7, 4]).ShouldBe((105, 60));
    }

    private static float[] Draw(Initializer initializer, Shape shape)
    {
        var w = new float[shape.Count];
        initializer.Fill(shape, w, CounterRandom.Of(11).Part("kernel"));
        return w;
    }
}
