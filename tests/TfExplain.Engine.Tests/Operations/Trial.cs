using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Tests.Operations;

/// <summary>
/// One value computed from some inputs, with the cotangents of all inputs from a random one of the value, held against a slow reference in double
/// precision: the values directly, the cotangents as its finite differences.
/// </summary>
internal sealed class Trial
{
    private readonly List<(Shape Declared, Shape Shape, float[] Values)> _inputs = [];
    private readonly Random _random = new(1);
    private readonly Func<GraphBuilder, Node[], Node> _build;
    private float[]? _seed;

    public Trial(Func<GraphBuilder, Node[], Node> build) => _build = build;

    /// <summary>Adds an input of random values in [-1, 1].</summary>
    public Trial With(Shape shape, Shape? declared = null) =>
        Given(shape, [.. Enumerable.Range(0, (int)shape.Count).Select(_ => _random.NextSingle() * 2 - 1)], declared);

    /// <summary>Adds an input.</summary>
    public Trial Given(Shape shape, float[] values, Shape? declared = null)
    {
        _inputs.Add((declared ?? shape, shape, values));
        return this;
    }

    /// <summary>Sets the cotangent of the value.</summary>
    public Trial Seed(float[] seed)
    {
        _seed = seed;
        return this;
    }

    /// <summary>The value and the cotangent of every input, empty where it is zero.</summary>
    public (float[] Value, float[][] Cotangents, Shape Shape) Run(WorkerPool? pool = null)
    {
        var builder = new GraphBuilder();
        Node[] inputs = [.. _inputs.Select((input, i) => builder.Input($"x{i}", input.Declared))];
        var output = _build(builder, inputs);
        using var session = new Session();
        var plan = session.Compile(new(inputs.Zip(_inputs, (node, input) => (node, input.Shape)), [output], [output], inputs), pool);
        using var run = plan.Start();
        for (var i = 0; i < inputs.Length; i++)
            if (run.Input(i).Length > 0) _inputs[i].Values.CopyTo(run.Input(i));
        if (run.Cotangent(0).Length > 0) Cotangent(run.Output(0).Length).CopyTo(run.Cotangent(0));
        run.Run(pool);
        return (run.Output(0).ToArray(), [.. Enumerable.Range(0, inputs.Length).Select(i => run.Gradient(i).ToArray())], run.OutputShape(0));
    }

    /// <summary>Compares with the reference; <paramref name="constant"/> are inputs without a derivative.</summary>
    public void ShouldMatch(Func<double[][], double[]> reference, double tolerance = 2e-5, params int[] constant)
    {
        var (value, cotangents, _) = Run();
        double[][] inputs = [.. _inputs.Select(input => input.Values.Select(v => (double)v).ToArray())];
        ShouldBeClose(value, reference(inputs), tolerance);

        var weights = Cotangent(value.Length);
        double Loss() => reference(inputs).Zip(weights, (y, g) => y * g).Sum();
        for (var i = 0; i < inputs.Length; i++)
        {
            if (constant.Contains(i)) continue;
            var x = inputs[i];
            // Every element of a small input, some of a large one.
            int[] chosen = x.Length <= 60 ? [.. Enumerable.Range(0, x.Length)] : [0, x.Length - 1, .. Enumerable.Range(0, 58).Select(_ => _random.Next(x.Length))];
            const double step = 1e-5;
            var expected = chosen.Select(at =>
            {
                var centre = x[at];
                x[at] = centre + step;
                var above = Loss();
                x[at] = centre - step;
                var below = Loss();
                x[at] = centre;
                return (above - below) / (2 * step);
            });
            ShouldBeClose([.. chosen.Select(at => cotangents[i][at])], [.. expected], tolerance, $"cotangent of input {i}");
        }
    }

    /// <summary>The same bits on 1, 2 and 5 threads; returns them.</summary>
    public (float[] Value, float[][] Cotangents, Shape Shape) ShouldNotDependOnThreads()
    {
        using WorkerPool one = new(1), two = new(2), five = new(5);
        var expected = Run(one);
        foreach (var pool in new[] { two, five })
        {
            var found = Run(pool);
            found.Value.ShouldBe(expected.Value);
            for (var i = 0; i < _inputs.Count; i++) found.Cotangents[i].ShouldBe(expected.Cotangents[i]);
        }
        return expected;
    }

    /// <summary>The same bits on 1, 2 and 5 threads, and one by one as in a batch; <paramref name="shared"/> inputs have no batch axis.</summary>
    public void ShouldNotDependOnThreadsOrBatch(params int[] shared)
    {
        var expected = ShouldNotDependOnThreads();
        var batch = expected.Shape[0];
        for (var n = 0; n < batch; n++)
        {
            var single = new Trial(_build).Seed(Part(Cotangent(expected.Value.Length), n, batch));
            for (var i = 0; i < _inputs.Count; i++)
            {
                var (_, shape, values) = _inputs[i];
                if (shared.Contains(i)) single.Given(shape, values);
                else single.Given(shape.With(0, 1), [.. Part(values, n, batch)]);
            }
            var found = single.Run();
            found.Value.ShouldBe(Part(expected.Value, n, batch));
            for (var i = 0; i < _inputs.Count; i++)
                if (!shared.Contains(i)) found.Cotangents[i].ShouldBe(Part(expected.Cotangents[i], n, batch));
        }
    }

    public static void ShouldBeClose(IReadOnlyList<float> found, IReadOnlyList<double> expected, double tolerance, string what = "value")
    {
        found.Count.ShouldBe(expected.Count, what);
        var scale = Math.Max(1, expected.Select(Math.Abs).DefaultIfEmpty().Max());
        for (var i = 0; i < found.Count; i++)
            if (!(Math.Abs(found[i] - expected[i]) <= tolerance * scale))
                throw new ShouldAssertException($"{what} [{i}] should be {expected[i]:R} within {tolerance * scale:G2}, but was {found[i]:R}.");
    }

    private float[] Cotangent(int length)
    {
        var random = new Random(2);
        return _seed ?? [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() * 2 - 1)];
    }

    private static float[] Part(float[] values, int n, int count) => values[(n * values.Length / count)..((n + 1) * values.Length / count)];
}
