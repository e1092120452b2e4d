using TfExplain.Engine.Execution;
using TfExplain.Training;
using TfExplain.Training.Constraints;
using TfExplain.Training.Regularizers;

namespace TfExplain.Engine.Tests.Training;

public sealed class PenaltyTests
{
    private static readonly float[] W = [1, -2, 3, 0.5f, 4, -1];

    [Fact]
    public void Penalties_and_their_gradients_are_those_of_the_formulas()
    {
        Penalty(new L1(0.1f), [2, 3], w => 0.1 * w.Sum(Math.Abs));
        Penalty(new L2(0.1f), [6], w => 0.1 * w.Sum(x => x * x));
        Penalty(new L1L2(0.1f, 0.2f), [1, 2, 3], w => 0.1 * w.Sum(Math.Abs) + 0.2 * w.Sum(x => x * x));
        Penalty(new OrthogonalRegularizer(0.3f), [2, 3], w => 0.3 * Cosine([w[0], w[1], w[2]], [w[3], w[4], w[5]]));
        Penalty(new OrthogonalRegularizer(0.3f, OrthogonalMode.Columns), [3, 2], w => 0.3 * Cosine([w[0], w[2], w[4]], [w[1], w[3], w[5]]));
        Penalty(new OrthogonalRegularizer(), [3, 2], w => 0.01 * (Cosine(w[..2], w[2..4]) + Cosine(w[..2], w[4..]) + Cosine(w[2..4], w[4..])) / 3);
        Penalty(new OrthogonalRegularizer(), [1, 6], _ => 0);
    }

    [Fact]
    public void The_orthogonal_penalty_is_for_matrices()
    {
        var b = new GraphBuilder();
        Should.Throw<ShapeException>(() => new OrthogonalRegularizer().Build(b, "r", b.Input("w", [2, 3, 4]))).Message.ShouldContain("'w' has shape [2,3,4]");
        Should.Throw<ArgumentOutOfRangeException>(() => new L2(-1)).Message.ShouldContain("Factor");
    }

    [Fact]
    public void Constraints_bring_weights_back()
    {
        // Columns of [2, 3]: norms sqrt(1.25), sqrt(20), sqrt(10).
        double[] norms = [Math.Sqrt(1.25), Math.Sqrt(20), Math.Sqrt(10)];
        Constrained(new NonNeg(), [2, 3]).ShouldBe([1, 0, 3, 0.5f, 4, 0]);
        Near(Constrained(new MaxNorm(3.5), [2, 3]), W.Select((w, i) => w * Math.Min(1, 3.5 / norms[i % 3])));
        Near(Constrained(new UnitNorm(), [2, 3]), W.Select((w, i) => w / norms[i % 3]));
        Near(Constrained(new UnitNorm(-1), [2, 3]), W.Select((w, i) => w / Math.Sqrt(i < 3 ? 14 : 17.25)));
        Near(Constrained(new UnitNorm([0, 1]), [2, 3]), W.Select(w => w / Math.Sqrt(31.25)));
        Near(Constrained(new MinMaxNorm(2, 4, 0.5), [2, 3]), W.Select((w, i) => w * (0.5 * Math.Clamp(norms[i % 3], 2, 4) + 0.5 * norms[i % 3]) / norms[i % 3]));
        Near(Constrained(new UnitNorm([0, 2]), [1, 3, 2]), W.Select((w, i) => w / Math.Sqrt(W[i / 2 * 2] * W[i / 2 * 2] + W[i / 2 * 2 + 1] * W[i / 2 * 2 + 1])));
        Should.Throw<ArgumentException>(() => Constrained(new UnitNorm(2), [2, 3])).Message.ShouldContain("Axis 2 does not exist");
        Should.Throw<ArgumentException>(() => Constrained(new UnitNorm(), [2, 4])).Message.ShouldContain("8 values");
        Should.Throw<ArgumentException>(() => new MinMaxNorm(3, 2)).Message.ShouldContain("above");
        var zero = new float[4];
        new UnitNorm().Apply([2, 2], zero);
        zero.ShouldAllBe(w => w == 0);
    }

    private static double Cosine(double[] a, double[] b) => Math.Abs(a.Zip(b, (x, y) => x * y).Sum()) / Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x));

    private static void Penalty(Regularizer regularizer, Shape shape, Func<double[], double> reference)
    {
        var parameter = new Parameter("w", shape, true);
        parameter.Set(W);
        var b = new GraphBuilder();
        var w = b.Parameter(parameter);
        var penalty = regularizer.Build(b, "penalty", w);
        penalty.Shape.Rank.ShouldBe(0);
        using var session = new Session();
        using var run = session.Compile(new PlanRequest([], [penalty], [penalty], [w])).Start();
        run.Cotangent(0).Fill(1);
        run.Run();
        double[] at = [.. W.Select(x => (double)x)];
        ((double)run.Output(0)[0]).ShouldBe(reference(at), 1e-6);
        for (var i = 0; i < at.Length; i++)
        {
            double[] up = [.. at], down = [.. at];
            up[i] += 1e-5;
            down[i] -= 1e-5;
            ((double)run.Gradient(0)[i]).ShouldBe((reference(up) - reference(down)) / 2e-5, 1e-6, $"{regularizer} [{i}]");
        }
    }

    private static float[] Constrained(Constraint constraint, Shape shape)
    {
        var w = (float[])W.Clone();
        constraint.Apply(shape, w);
        return w;
    }

    private static void Near(float[] actual, IEnumerable<double> expected)
    {
        foreach (var (a, e) in actual.Zip(expected)) ((double)a).ShouldBe(e, 1e-6);
    }
}
