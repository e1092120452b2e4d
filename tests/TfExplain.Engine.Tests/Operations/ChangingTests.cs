using TfExplain.Engine.Execution;
using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

/// <summary>Plans whose weights change between runs, as those of a training step do.</summary>
public sealed class ChangingTests
{
    [Fact]
    public void A_changing_weight_is_packed_at_each_run_and_a_fixed_one_once()
    {
        using var network = new Network();
        string[] Kinds(params Node[] changing) => [.. network.Session.Compile(network.Request(changing)).Describe().Steps.Select(s => s.Operation)];
        var packing = Kinds(network.Kernel, network.Factor).Except(Kinds()).ToArray();
        packing.ShouldNotBeEmpty();
        Kinds(network.Kernel).ShouldContain(k => packing.Contains(k));
        Kinds().Length.ShouldBeLessThan(Kinds(network.Kernel, network.Factor).Length);
    }

    /// <summary>Both requests in one session: each keeps the plan that it asked for.</summary>
    [Fact]
    public void Each_run_sees_the_values_of_its_moment()
    {
        using var network = new Network();
        var changing = network.Session.Compile(network.Request(network.Kernel, network.Factor));
        var folded = network.Session.Compile(network.Request());
        folded.ShouldNotBeSameAs(changing);
        using var run = changing.Start();
        for (var step = 0; step < 4; step++)
        {
            network.Change(step);
            var expected = network.OneByOne();
            Close(network.Run(run), expected, $"step {step}");
            network.Session.Invalidate();
            using var again = network.Session.Compile(network.Request()).Start();
            Close(network.Run(again), expected, $"step {step}, folded anew");
        }
    }

    /// <summary>A weight that is not named is one that the caller vouches for: what was computed from it stays.</summary>
    [Fact]
    public void A_weight_that_is_not_named_stays_folded()
    {
        using var network = new Network();
        network.Change(0);
        using var run = network.Session.Compile(network.Request()).Start();
        var before = network.Run(run);
        network.Change(1);
        network.Run(run).ShouldBe(before);
    }

    [Fact]
    public void A_weight_that_is_differentiated_changes_unasked()
    {
        using var network = new Network();
        using var run = network.Session.Compile(new([(network.X, network.X.Shape)], [network.Y], [network.Y], [network.Kernel, network.Factor])).Start();
        for (var step = 0; step < 3; step++)
        {
            network.Change(step);
            run.Cotangent(0).Fill(1);
            Close(network.Run(run), network.OneByOne(), $"step {step}");
        }
    }

    [Fact]
    public void Requests_that_differ_in_it_differ()
    {
        using var network = new Network();
        network.Request(network.Kernel).ShouldBe(network.Request(network.Kernel));
        network.Request(network.Kernel).GetHashCode().ShouldBe(network.Request(network.Kernel).GetHashCode());
        network.Request(network.Kernel).ShouldNotBe(network.Request());
        network.Request(network.Kernel).ShouldNotBe(network.Request(network.Factor));
    }

    /// <summary>Whatever passes rewrite, nothing of a changing weight may be left over from the run before.</summary>
    [Fact]
    public void Random_graphs_see_new_weights()
    {
        var changed = 0;
        for (var seed = 500; seed < 600; seed++)
        {
            var graph = new RandomGraph(seed, true);
            var outputs = graph.Some(4);
            Node[] weights = [.. Node.Sort(outputs).Where(n => n.Operation is ParameterValue)];
            if (weights.Length == 0) continue;
            changed++;
            using var session = new Session();
            using var run = session.Compile(new(graph.Inputs.Select(i => (i, i.Shape)), outputs, changing: weights)).Start();
            for (var step = 0; step < 2; step++)
            {
                foreach (var weight in weights) ((ParameterValue)weight.Operation).Parameter.Set(graph.Numbers(weight.Shape));
                using var slow = new OneByOne();
                for (var i = 0; i < graph.Inputs.Length; i++)
                {
                    var given = graph.Numbers(graph.Inputs[i].Shape);
                    slow.Give(graph.Inputs[i], given);
                    if (run.Input(i) is { IsEmpty: false } input) given.CopyTo(input);
                }
                run.Run();
                for (var i = 0; i < outputs.Length; i++) Close(run.Output(i).ToArray(), slow.Value(outputs[i]), $"graph {seed}, step {step}, {outputs[i]}");
            }
        }
        changed.ShouldBeGreaterThan(30);
    }

    private static void Close(float[] found, float[] expected, string what)
    {
        found.Length.ShouldBe(expected.Length, what);
        var largest = expected.Select(MathF.Abs).Append(1).Max();
        for (var i = 0; i < found.Length; i++)
            if (!(Math.Abs(found[i] - expected[i]) <= 2e-5 * largest)) found[i].ShouldBe(expected[i], $"{what} [{i}]");
    }

    /// <summary>A convolution with a factor per channel behind it, which a plan would fold into the kernel.</summary>
    private sealed class Network : IDisposable
    {
        private readonly Parameter _kernel = new("kernel", [3, 3, 5, 20], true), _factor = new("factor", [20], true);
        private readonly float[] _input = Values.Random(1, [2, 6, 7, 5]).Floats;

        public Network()
        {
            var builder = new GraphBuilder();
            X = builder.Input("x", [2, 6, 7, 5]);
            (Kernel, Factor) = (builder.Parameter(_kernel), builder.Parameter(_factor));
            var convolution = builder.Call("convolution", new Convolution([1, 1], Padding.Same, [1, 1]), X, Kernel);
            Y = builder.Call("y", Unary.Relu, builder.Call("scaled", new Multiply(), convolution, Factor));
            Change(99);
        }

        public Session Session { get; } = new();

        public Node X { get; }

        public Node Y { get; }

        public Node Kernel { get; }

        public Node Factor { get; }

        public PlanRequest Request(params Node[] changing) => new([(X, X.Shape)], [Y], changing: changing);

        public void Change(int seed)
        {
            _kernel.Set(Values.Random(seed, _kernel.Shape).Floats);
            _factor.Update(values => Values.Random(seed + 1, _factor.Shape).Floats.CopyTo(values));
        }

        public float[] Run(PlanExecution run)
        {
            _input.CopyTo(run.Input(0));
            run.Run();
            return run.Output(0).ToArray();
        }

        public float[] OneByOne()
        {
            using var slow = new OneByOne();
            slow.Give(X, _input);
            return slow.Value(Y);
        }

        public void Dispose() => Session.Dispose();
    }
}
