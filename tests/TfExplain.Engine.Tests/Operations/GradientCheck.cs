using TfExplain.Engine.Execution;
using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

/// <summary>
/// Holds an operation against a reference in double precision: its values against the reference's, its cotangents against central differences of the
/// reference, which are good to about 1e-9.
/// </summary>
internal static class GradientCheck
{
    private const double Tolerance = 4e-6;

    public static void Verify(Operation operation, Values[] inputs, Func<Values[], Values> reference, params int[] constant) =>
        Verify((call, nodes) => call(operation, nodes), inputs, reference, constant);

    /// <summary>Inputs named <paramref name="constant"/> take no cotangent.</summary>
    public static void Verify(Func<Func<Operation, Node[], Node>, Node[], Node> compose, Values[] inputs, Func<Values[], Values> reference, params int[] constant)
    {
        var builder = new GraphBuilder();
        Node[] nodes = [.. inputs.Select((x, i) => builder.Input($"x{i}", x.Shape))];
        var y = compose((operation, arguments) => builder.Call(operation.Kind, operation, arguments), nodes);
        Node[] wrt = [.. nodes.Where((_, i) => !constant.Contains(i))];
        var expected = reference(inputs);
        y.Shape.ShouldBe(expected.Shape);
        var seed = Values.Random(99, expected.Shape);

        var (values, gradients) = Run(nodes, inputs, y, wrt, seed);

        ShouldBeClose(values, expected.Items, "y");
        for (var i = 0; i < wrt.Length; i++)
        {
            var input = Array.IndexOf(nodes, wrt[i]);
            ShouldBeClose(gradients[i], Cotangent(inputs, input, seed, reference), $"dx{input}");
        }
    }

    /// <summary>Values and cotangents from one plan on some threads.</summary>
    public static (float[] Values, float[][] Gradients) Run(Node[] nodes, Values[] inputs, Node y, Node[] wrt, Values seed, WorkerPool? pool = null)
    {
        using var session = new Session();
        var plan = session.Compile(new PlanRequest(nodes.Zip(inputs, (node, x) => (node, x.Shape)), [y], wrt.Length > 0 ? [y] : [], wrt), pool);
        using var execution = plan.Start();
        for (var i = 0; i < nodes.Length; i++)
            if (execution.Input(i) is { IsEmpty: false } given) inputs[i].Floats.CopyTo(given);
        if (wrt.Length > 0 && execution.Cotangent(0) is { IsEmpty: false } cotangent) seed.Floats.CopyTo(cotangent);
        execution.Run(pool);
        var gradients = wrt.Select((w, i) => execution.Gradient(i) is { IsEmpty: false } gradient ? gradient.ToArray() : new float[w.Shape.Count]);
        return (execution.Output(0).ToArray(), [.. gradients]);
    }

    /// <summary>d sum(seed y) / d input by central differences.</summary>
    private static double[] Cotangent(Values[] inputs, int input, Values seed, Func<Values[], Values> reference)
    {
        double Loss(Values x)
        {
            var given = (Values[])inputs.Clone();
            given[input] = x;
            return reference(given).Items.Zip(seed.Items, (y, g) => y * g).Sum();
        }

        var x = inputs[input];
        var gradient = new double[x.Items.Length];
        for (var i = 0; i < gradient.Length; i++)
        {
            var h = 1e-5 * Math.Max(1, Math.Abs(x.Items[i]));
            gradient[i] = (Loss(x.With(i, x.Items[i] + h)) - Loss(x.With(i, x.Items[i] - h))) / (2 * h);
        }
        return gradient;
    }

    public static void ShouldBeClose(float[] actual, double[] expected, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        var largest = expected.Select(Math.Abs).Append(1).Max();
        for (var i = 0; i < actual.Length; i++)
            if (!(Math.Abs(actual[i] - expected[i]) <= Tolerance * largest))
                actual[i].ShouldBe((float)expected[i], $"{what}[{i}]");
    }
}
