using TfExplain.Engine.Execution;
using TfExplain.Training;
using TfExplain.Training.Optimizers;

namespace TfExplain.Engine.Tests.Training;

public sealed class OptimizerTests
{
    private const int Steps = 20;

    private static readonly Dictionary<string, Optimizer> Cases = new()
    {
        ["sgd"] = new SGD(0.1f),
        ["sgd momentum"] = new SGD(0.05f) { Momentum = 0.9 },
        ["sgd nesterov decay"] = new SGD(0.05f) { Momentum = 0.8, Nesterov = true, WeightDecay = 0.02f },
        ["sgd clipvalue"] = new SGD(0.1f) { ClipValue = 0.3f },
        ["sgd clipnorm"] = new SGD(0.1f) { ClipNorm = 0.5f },
        ["sgd globalclipnorm"] = new SGD(0.1f) { GlobalClipNorm = 0.7f },
        ["adam"] = new Adam(0.01f),
        ["adam amsgrad"] = new Adam(0.01f) { Amsgrad = true, Beta1 = 0.7, Beta2 = 0.9, Epsilon = 1e-4f },
        ["adamw"] = new AdamW(0.01f) { WeightDecay = 0.1f },
        ["adamax"] = new Adamax(0.01f),
        ["nadam"] = new Nadam(0.01f),
        ["rmsprop"] = new RMSprop(0.005f),
        ["rmsprop all"] = new RMSprop(0.005f) { Momentum = 0.8, Centered = true, Rho = 0.7, Epsilon = 1e-3f },
        ["adagrad"] = new Adagrad(0.05f),
        ["adadelta"] = new Adadelta(1),
        ["ftrl"] = new Ftrl(0.05f) { L1RegularizationStrength = 0.01f, L2RegularizationStrength = 0.02f, Beta = 0.1f, L2ShrinkageRegularizationStrength = 0.03f },
        ["ftrl power"] = new Ftrl(0.05f) { LearningRatePower = -0.7f },
        ["lion"] = new Lion(0.001f),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Twenty_steps_are_those_of_the_formula(string name)
    {
        var optimizer = Cases[name];
        var weights = Weights();
        var references = weights.Select(w => w.Values.ToArray().Select(x => new OptimizerReference(optimizer, x)).ToArray()).ToArray();
        var start = weights.Select(w => w.Values.ToArray()).ToArray();
        var run = optimizer.Start(weights);
        for (var t = 1; t <= Steps; t++)
        {
            var gradients = Gradients(weights, t);
            run.Step(i => gradients[i]);
            var clipped = Clip(optimizer, gradients);
            for (var i = 0; i < references.Length; i++)
                for (var j = 0; j < references[i].Length; j++) references[i][j].Step(clipped[i][j], t);
        }
        run.Iterations.ShouldBe(Steps);
        for (var i = 0; i < references.Length; i++)
        {
            var moved = references[i].Select((r, j) => Math.Abs(r.W - start[i][j])).Max();
            moved.ShouldBeGreaterThan(1e-3);
            for (var j = 0; j < references[i].Length; j++)
                Math.Abs(weights[i].Values[j] - references[i][j].W).ShouldBeLessThan(1e-5 * Math.Max(moved, Math.Abs(references[i][j].W)), $"{weights[i].Name}[{j}]");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        float[] Run(int threads)
        {
            using var pool = new WorkerPool(threads);
            var weights = Weights(70_001);
            var run = Cases[name].Start(weights);
            for (var t = 1; t <= 3; t++)
            {
                var gradients = Gradients(weights, t);
                run.Step(i => gradients[i], pool);
            }
            return [.. weights.SelectMany(w => w.Values.ToArray()), .. run.Slots.SelectMany(s => s.Values.ToArray())];
        }

        var one = Run(1);
        Run(2).ShouldBe(one);
        Run(5).ShouldBe(one);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_step_allocates_nothing(string name)
    {
        using var pool = new WorkerPool(1);
        var weights = Weights(40_000);
        var gradients = Gradients(weights, 1);
        var run = (Cases[name] with { UseEma = true }).Start(weights);
        GradientSource source = i => gradients[i];
        Allocations.Of(() => run.Step(source, pool)).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Names))]
    public void Slots_restored_bit_for_bit_go_on_the_same_way(string name)
    {
        var optimizer = Cases[name] with { UseEma = true, EmaOverwriteFrequency = 4 };
        var straight = Weights();
        var run = optimizer.Start(straight);
        Advance(run, straight, 1, 5);
        var copies = straight.Select(w => new Parameter(w.Name, w.Shape, true)).ToList();
        for (var i = 0; i < copies.Count; i++) copies[i].Set(straight[i].Values);
        var restored = optimizer.Start(copies);
        for (var i = 0; i < run.Slots.Count; i++) restored.Slots[i].CopyFrom(run.Slots[i].Values);
        restored.Iterations = run.Iterations;
        Advance(run, straight, 6, 9);
        Advance(restored, copies, 6, 9);
        for (var i = 0; i < copies.Count; i++) copies[i].Values.SequenceEqual(straight[i].Values).ShouldBeTrue(copies[i].Name);
        for (var i = 0; i < run.Slots.Count; i++) restored.Slots[i].Values.SequenceEqual(run.Slots[i].Values).ShouldBeTrue(run.Slots[i].Name);
    }

    [Fact]
    public void A_weight_without_gradient_stays_and_its_slots_too()
    {
        var weights = Weights();
        var before = weights[1].Values.ToArray();
        var version = weights[1].Version;
        var run = new AdamW(0.1f) { UseEma = true, EmaOverwriteFrequency = 1 }.Start(weights);
        var gradients = Gradients(weights, 1);
        run.Step(i => i == 1 ? [] : gradients[i]);
        weights[1].Values.ToArray().ShouldBe(before);
        weights[1].Version.ShouldBe(version);
        weights[0].Version.ShouldBeGreaterThan(1);
        run.Slots.Where(s => s.Parameter == weights[1] && s.Name != "average").SelectMany(s => s.Values.ToArray()).ShouldAllBe(v => v == 0);
    }

    [Fact]
    public void Averages_follow_and_replace_the_weights()
    {
        var weight = new Parameter("w", [1], true);
        weight.Set([1]);
        var run = new SGD(1f) { UseEma = true, EmaMomentum = 0.75, EmaOverwriteFrequency = 3 }.Start([weight]);
        double w = 1, average = 1;
        for (var t = 1; t <= 7; t++)
        {
            float[] g = [0.5f * t];
            run.Step(_ => g);
            w -= g[0];
            average = 0.75 * average + 0.25 * w;
            if (t % 3 == 0) w = average;
            ((double)weight.Values[0]).ShouldBe(w, 1e-6 * Math.Abs(w));
        }
        run.FinalizeEma();
        ((double)weight.Values[0]).ShouldBe(average, 1e-6 * Math.Abs(average));
    }

    [Fact]
    public void Slots_come_in_the_order_of_Keras()
    {
        string[] Of(Optimizer optimizer) => [.. optimizer.Start(Weights()).Slots.Select(s => $"{s.Name} {s.Parameter?.Name}".TrimEnd())];

        Of(new SGD()).ShouldBeEmpty();
        Of(new SGD { Momentum = 0.5 }).ShouldBe(["m a", "m b", "m c"]);
        Of(new Adam { Amsgrad = true, UseEma = true }).ShouldBe(["average a", "average b", "average c", "m a", "v a", "m b", "v b", "m c", "v c", "vhat a", "vhat b", "vhat c"]);
        Of(new RMSprop { Momentum = 0.5, Centered = true }).ShouldBe(["velocity a", "velocity b", "velocity c", "momentum a", "momentum b", "momentum c", "average_gradient a", "average_gradient b", "average_gradient c"]);
        Of(new Nadam()).ShouldBe(["m a", "v a", "m b", "v b", "m c", "v c", "u_product"]);
    }

    [Fact]
    public void The_product_per_weight_gives_the_first_step_of_Keras_2()
    {
        // |step| / rate of a first step in the fixture train_nadam.npz, weight by weight.
        double[] expected = [1.0627862, 0.7354975, 0.6438267];
        var weights = Weights();
        var start = weights.Select(w => w.Values.ToArray()).ToArray();
        new Nadam(0.5f) { ProductPerWeight = true }.Start(weights).Step(i => Enumerable.Repeat(2f, (int)weights[i].Shape.Count).ToArray());
        for (var i = 0; i < expected.Length; i++) ((start[i][0] - weights[i].Values[0]) / 0.5).ShouldBe(expected[i], 2e-6);
    }

    [Fact]
    public void Configuration_errors_are_clear()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam(-1f)).Message.ShouldContain("LearningRate");
        Should.Throw<ArgumentOutOfRangeException>(() => new SGD { Momentum = 1.5 }).Message.ShouldContain("Momentum takes a number from 0 to 1; 1.5 was given");
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam { Beta1 = 1 }).Message.ShouldContain("Beta1");
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam { ClipNorm = float.NaN }).Message.ShouldContain("ClipNorm");
        Should.Throw<ArgumentOutOfRangeException>(() => new Adam { EmaOverwriteFrequency = 0 }).Message.ShouldContain("EmaOverwriteFrequency");
        Should.Throw<ArgumentException>(() => new Adam { ClipNorm = 1, ClipValue = 1 }.Start(Weights())).Message.ShouldContain("at most one");
        Should.Throw<ArgumentException>(() => new Adam().Start([new Parameter("w", [2], true)])).Message.ShouldContain("'w' has no values");
        var weights = Weights();
        Should.Throw<ArgumentException>(() => new Adam().Start([weights[0], weights[0]])).Message.ShouldContain("twice");
        Should.Throw<ArgumentException>(() => new Adam().Start(weights).Step(_ => new float[3])).Message.ShouldContain("gradient of 'a' has 3 elements");
    }

    [Fact]
    public void The_rate_can_be_set_unless_it_follows_a_schedule()
    {
        var run = new SGD(0.1f).Start(Weights());
        run.SetLearningRate(0.25f);
        run.LearningRate.ShouldBe(0.25f);
        var scheduled = new SGD(new Ramp()).Start(Weights());
        scheduled.LearningRate.ShouldBe(1);
        scheduled.Iterations = 3;
        scheduled.LearningRate.ShouldBe(4);
        Should.Throw<InvalidOperationException>(() => scheduled.SetLearningRate(1)).Message.ShouldContain("Ramp");
    }

    private sealed record Ramp : Schedule
    {
        public override float Rate(long step) => step + 1;
    }

    private static void Advance(OptimizerRun run, List<Parameter> weights, int first, int last)
    {
        for (var t = first; t <= last; t++)
        {
            var gradients = Gradients(weights, t);
            run.Step(i => gradients[i]);
        }
    }

    private static List<Parameter> Weights(int large = 37)
    {
        List<Parameter> weights = [new("a", [large], true), new("b", [5], true), new("c", [3, 4], true)];
        foreach (var weight in weights) weight.Update(v => CounterRandom.Of(3).Part(weight.Name).Normal(v));
        return weights;
    }

    private static float[][] Gradients(List<Parameter> weights, int step) => [.. weights.Select(w =>
    {
        var g = new float[w.Shape.Count];
        CounterRandom.Of(4).Part(w.Name).Part(step).Normal(g, 0.5f);
        for (var i = 0; i < g.Length; i++) g[i] += 0.2f;
        return g;
    })];

    private static double[][] Clip(Optimizer optimizer, float[][] gradients)
    {
        static double Norm(IEnumerable<float> g) => Math.Sqrt(g.Sum(x => (double)x * x));
        var all = Norm(gradients.SelectMany(g => g));
        return [.. gradients.Select(g => g.Select(x => optimizer switch
        {
            { ClipValue: { } limit } => Math.Clamp(x, -limit, (double)limit),
            { ClipNorm: { } norm } => x * norm / Math.Max(norm, Norm(g)),
            { GlobalClipNorm: { } norm } => x * norm / Math.Max(norm, all),
            _ => x,
        }).ToArray())];
    }
}
