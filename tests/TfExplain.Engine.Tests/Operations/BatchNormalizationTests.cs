using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

/// <summary>The moments of a batch and the normalisation by them, as training has them.</summary>
public sealed class BatchNormalizationTests
{
    private const float Epsilon = 1e-3f;

    public static TheoryData<int[]> Shapes => [[7, 5], [2, 3], [3, 4, 5, 3], [2, 3, 37], [6, 1], [1, 9, 17], [4, 16], [2, 5, 5, 133]];

    [Theory, MemberData(nameof(Shapes))]
    public void Moments_are_mean_and_biased_variance(int[] extents)
    {
        var shape = Shape.Create(extents);
        var x = Values.Random(1, shape, 2, 5);
        var (mean, variance) = Moments(x.Items, shape[^1]);
        Trial.ShouldBeClose(RunMoments(x), [.. mean, .. variance], 1e-6);
    }

    /// <summary>The normalisation carries the derivative of both; of the moments alone none is made up.</summary>
    [Fact]
    public void Moments_have_no_derivative_of_their_own() =>
        Should.Throw<NotDifferentiableException>(() => new Trial((b, v) => b.Call("m", new BatchMoments(), v[0])).With([4, 3]).Run()).Message.ShouldContain("BatchMoments");

    /// <summary>
    /// Of 16384 numbers of size 1000, summed in three blocks, the mean m is wrong by up to 5500 2^-24 1000. The variance is wrong by no more than the square of
    /// that besides its own rounding, since the differences x - m are exact: the mean of squares less the square of the mean would be wrong by 1000^2 2^-24 and more.
    /// </summary>
    [Fact]
    public void A_large_mean_does_not_swallow_the_variance()
    {
        Shape shape = [4, 64, 64, 3];
        var x = Values.Random(2, shape, 999, 1001);
        var found = RunMoments(x);
        var (mean, variance) = Moments(x.Items, 3);
        var rounding = 5500 * Math.Pow(2, -24);
        for (var c = 0; c < 3; c++)
        {
            var error = Math.Abs(found[c] - mean[c]);
            error.ShouldBeLessThan(rounding * 1000);
            Math.Abs(found[3 + c] - variance[c]).ShouldBeLessThanOrEqualTo(error * error + rounding * (variance[c] + error * error));
        }
    }

    /// <summary>The derivative by x includes the way through the moments.</summary>
    [Theory, MemberData(nameof(Shapes))]
    public void It_follows_its_formula(int[] extents)
    {
        var trial = Normalized(Shape.Create(extents));
        trial.ShouldMatch(x => Reference(x, extents[^1]));
        trial.ShouldNotDependOnThreads();
    }

    /// <summary>
    /// Enough rows for blocks of them, in sums as in element-wise loops. The cotangent goes along with x, so that the sums are as large as their terms together: where
    /// tens of thousands of terms cancel, their rounding is large beside what remains.
    /// </summary>
    [Theory]
    [InlineData(2, 50, 60, 7)]
    [InlineData(3, 20, 21, 33)]
    public void Large_batches_follow_it_on_any_threads(params int[] extents)
    {
        var shape = Shape.Create(extents);
        float[] x = Values.Random(1, shape, -1, 1).Floats, noise = Values.Random(2, shape, 0, 2).Floats;
        var trial = new Trial(Build()).Given(shape, x).With([shape[^1]]).With([shape[^1]]).Seed([.. x.Zip(noise, (v, n) => v + n)]);
        trial.ShouldNotDependOnThreads();
        trial.ShouldMatch(v => Reference(v, extents[^1]));
    }

    [Fact]
    public void One_channel_of_a_large_batch_does_not_depend_on_threads() => Normalized([2, 200, 200, 1]).ShouldNotDependOnThreads();

    [Fact]
    public void A_channel_without_variance_is_beta()
    {
        float[] x = [3, 1, 3, 2, 3, 6, 3, -1];
        var (found, cotangents, _) = new Trial(Build()).Given([4, 2], x).Given([2], [2, 1]).Given([2], [0.5f, 0]).Run();
        for (var row = 0; row < 4; row++) found[2 * row].ShouldBe(0.5f);
        cotangents.SelectMany(c => c).ShouldAllBe(v => float.IsFinite(v));
    }

    /// <summary>A ReLU behind it is drawn into it; value and derivatives are the same bits as one operation after the other.</summary>
    [Theory]
    [InlineData(float.PositiveInfinity, 33)]
    [InlineData(float.PositiveInfinity, 3)]
    [InlineData(0.75f, 20)]
    public void With_a_relu_it_is_what_it_is_one_by_one(float max, int channels)
    {
        Shape shape = [3, 7, 6, channels];
        Values[] given = [Values.Random(1, shape), Values.Random(2, [channels]), Values.Random(3, [channels], -0.5, 0.5)];
        var builder = new GraphBuilder();
        Node[] inputs = [.. given.Select((v, i) => builder.Input($"x{i}", v.Shape))];
        var linear = Build()(builder, inputs);
        var y = builder.Call("y", Unary.Of(new Relu(max)), linear);
        var seed = Values.Random(9, shape);

        using var session = new Session();
        var request = new PlanRequest(inputs.Select(i => (i, i.Shape)), [y], [y], inputs);
        session.Compile(request).Describe().Steps.ShouldContain(s => s.Operation == "BatchNormalize+relu");
        session.Compile(request).Describe().Steps.ShouldNotContain(s => s.Operation == y.Operation.Kind);
        session.Compile(new(inputs.Select(i => (i, i.Shape)), [y, linear])).Describe().Steps.ShouldNotContain(s => s.Operation == "BatchNormalize+relu", "both values are wanted");
        var (values, gradients) = GradientCheck.Run(inputs, given, y, inputs, seed);

        using var slow = new OneByOne();
        for (var i = 0; i < inputs.Length; i++) slow.Give(inputs[i], given[i].Floats);
        values.ShouldBe(slow.Value(y));
        values.ShouldContain(0);
        if (float.IsFinite(max)) values.ShouldContain(max);
        var expected = slow.Gradients(builder, [y], [seed.Floats], inputs);
        for (var i = 0; i < inputs.Length; i++) gradients[i].ShouldBe(expected[i]);
    }

    [Fact]
    public void Shapes_must_fit()
    {
        var b = new GraphBuilder();
        Node x = b.Input("x", [2, 3]), moments = b.Input("m", [2, 3]), three = b.Input("g", [3]), four = b.Input("f", [4]);
        Should.Throw<ShapeException>(() => b.Call("m", new BatchMoments(), three)).Message.ShouldContain("[..., channels]");
        Should.Throw<ShapeException>(() => b.Call("y", new BatchNormalize(Epsilon), x, moments, three, four)).Message.ShouldContain("[4]");
        Should.Throw<ShapeException>(() => b.Call("y", new BatchNormalize(Epsilon), x, three, three, three)).Message.ShouldContain("moments [2, 3]");
    }

    private static float[] RunMoments(Values x)
    {
        var builder = new GraphBuilder();
        var input = builder.Input("x", x.Shape);
        return GradientCheck.Run([input], [x], builder.Call("m", new BatchMoments(), input), [], x).Values;
    }

    private static Func<GraphBuilder, Node[], Node> Build() => (b, v) => b.Call("y", new BatchNormalize(Epsilon), v[0], b.Call("moments", new BatchMoments(), v[0]), v[1], v[2]);

    private static Trial Normalized(Shape shape) => new Trial(Build()).With(shape).With([shape[^1]]).With([shape[^1]]);

    private static double[] Reference(double[][] inputs, int channels)
    {
        var (mean, variance) = Moments(inputs[0], channels);
        return [.. inputs[0].Select((x, i) => i % channels is var c ? (x - mean[c]) / Math.Sqrt(variance[c] + (double)Epsilon) * inputs[1][c] + inputs[2][c] : 0)];
    }

    private static (double[] Mean, double[] Variance) Moments(double[] x, int channels)
    {
        double[] mean = new double[channels], variance = new double[channels];
        var rows = x.Length / channels;
        for (var i = 0; i < x.Length; i++) mean[i % channels] += x[i] / rows;
        for (var i = 0; i < x.Length; i++) variance[i % channels] += Math.Pow(x[i] - mean[i % channels], 2) / rows;
        return (mean, variance);
    }
}
