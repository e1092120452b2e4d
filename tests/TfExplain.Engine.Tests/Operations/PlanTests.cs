using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Tests.Operations;

public sealed class PlanTests
{
    private const int GraphsEach = 80;

    /// <summary>Without fusion a plan computes the very same operations, so memory that is shared wrongly shows as another bit.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Memory_is_never_overwritten_while_it_is_needed(int seed)
    {
        for (var i = 0; i < GraphsEach; i++) Compare(seed * GraphsEach + i, false, (actual, expected, what) => actual.ShouldBe(expected, what));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Folding_and_fusion_change_only_the_rounding(int seed)
    {
        for (var i = 0; i < GraphsEach; i++)
            Compare(seed * GraphsEach + i, true, (actual, expected, what) =>
            {
                var largest = expected.Select(MathF.Abs).Append(1).Max();
                actual.Length.ShouldBe(expected.Length, what);
                for (var item = 0; item < actual.Length; item++)
                    if (!(Math.Abs(actual[item] - expected[item]) <= 2e-5 * largest)) actual[item].ShouldBe(expected[item], what);
            });
    }

    /// <summary>A second run in the same memory answers as the first did.</summary>
    [Fact]
    public void A_plan_runs_again()
    {
        var graph = new RandomGraph(1, true);
        var given = graph.Inputs.Select(i => graph.Numbers(i.Shape)).ToArray();
        using var session = new Session();
        var plan = session.Compile(new PlanRequest(graph.Inputs.Select(i => (i, i.Shape)), graph.Some(3)));
        using var execution = plan.Start();
        float[] Once()
        {
            for (var i = 0; i < given.Length; i++)
                if (execution.Input(i) is { IsEmpty: false } input) given[i].CopyTo(input);
            execution.Run();
            return execution.Output(0).ToArray();
        }
        Once().ShouldBe(Once());
    }

    private static void Compare(int seed, bool linear, Action<float[], float[], string> same)
    {
        var graph = new RandomGraph(seed, linear);
        Node[] outputs = graph.Some(4), seeds = graph.Some(2), wrt = graph.Some(3);
        var given = graph.Inputs.Select(i => graph.Numbers(i.Shape)).ToArray();
        var cotangents = seeds.Select(s => graph.Numbers(s.Shape)).ToArray();

        using var session = new Session();
        var plan = session.Compile(new PlanRequest(graph.Inputs.Select(i => (i, i.Shape)), outputs, seeds, wrt));
        using var execution = plan.Start();
        for (var i = 0; i < given.Length; i++)
            if (execution.Input(i) is { IsEmpty: false } input) given[i].CopyTo(input);
        for (var i = 0; i < seeds.Length; i++)
            if (execution.Cotangent(i) is { IsEmpty: false } cotangent) cotangents[i].CopyTo(cotangent);
        execution.Run();

        using var slow = new OneByOne();
        for (var i = 0; i < given.Length; i++) slow.Give(graph.Inputs[i], given[i]);
        for (var i = 0; i < outputs.Length; i++)
            same(execution.Output(i).ToArray(), slow.Value(outputs[i]), $"graph {seed}, {outputs[i]}");
        var gradients = slow.Gradients(graph.Builder, seeds, cotangents, wrt);
        for (var i = 0; i < wrt.Length; i++)
            same(execution.Gradient(i).ToArray(), gradients[i] ?? [], $"graph {seed}, gradient of {wrt[i]}");
    }
}
