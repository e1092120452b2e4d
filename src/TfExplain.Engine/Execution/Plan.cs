using System.Collections.Immutable;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Execution;

/// <summary>
/// A request compiled once for given shapes: dead nodes cut, fixed factors folded into weights, the backward graph of the rule added, kernels packed,
/// activations fused, and every value placed in memory. Immutable; each run has an <see cref="PlanExecution"/> of its own.
/// </summary>
public sealed class Plan
{
    internal Plan(PlanRequest request, ConstantCache constants, ArenaPool arenas, WorkerPool pool)
    {
        Arenas = arenas;
        var graph = new PlanGraph(request);
        List<Node> forward = [.. request.Outputs, .. request.Seeds, .. request.Wrt];
        List<Node> Now(IEnumerable<Node> nodes) => [.. nodes.Select(n => graph[n])];
        var kept = Now(request.Wrt).Select(n => n.Name).ToHashSet();
        // An identity that is differentiated at must stay: its cotangent is not that of its input, which others may use too.
        graph.Rewrite(Now(forward), (node, _) => node.Operation is Identity && !kept.Contains(node.Name) ? node.Inputs[0] : node);
        AffineFolding.Apply(graph, Now(forward));

        var cotangents = new List<Node>();
        var gradients = new List<Node?>();
        for (var set = 0; set < request.Cotangents; set++)
        {
            Node[] given = [.. request.Seeds.Select(seed => graph.Builder.Input($"{seed.Name}/seed", graph[seed].Shape))];
            cotangents.AddRange(given);
            gradients.AddRange(Differentiator.Backward(graph.Builder, [.. Now(request.Seeds).Zip(given)], Now(request.Wrt), request.Rule));
        }
        List<Node> wanted = [.. request.Outputs, .. gradients.OfType<Node>()];
        Fusion.Apply(graph, Now(wanted));
        ConstantFolding.Apply(graph, Now(wanted), constants, pool);

        Outputs = [.. Now(request.Outputs)];
        Gradients = [.. gradients.Select(g => g is null ? null : graph[g])];
        SeedCount = request.Seeds.Length;
        GradientShapes = [.. request.Wrt.Select(w => graph[w].Shape)];
        var order = Node.Sort(Now(wanted));
        Inputs = [.. request.Inputs.Select(i => order.Contains(graph[i.Input]) ? graph[i.Input] : null)];
        Cotangents = [.. cotangents.Select(c => order.Contains(c) ? c : null)];
        Memory = new(order, [.. Now(wanted)]);
        Steps = [.. order.Where(n => n.Operation is not (Input or ParameterValue or Constant) && !n.Operation.IsView)];
        Values = [.. order];
        ScratchLength = Steps.Length == 0 ? 0 : Steps.Max(ScratchOf);
    }

    internal ArenaPool Arenas { get; }

    internal MemoryPlanner Memory { get; }

    internal ImmutableArray<Node> Steps { get; }

    internal ImmutableArray<Node> Values { get; }

    internal ImmutableArray<Node?> Inputs { get; }

    internal ImmutableArray<Node?> Cotangents { get; }

    internal ImmutableArray<Node> Outputs { get; }

    internal ImmutableArray<Node?> Gradients { get; }

    internal ImmutableArray<Shape> GradientShapes { get; }

    internal int SeedCount { get; }

    internal long ScratchLength { get; }

    /// <summary>The memory that one run takes besides the weights, in bytes.</summary>
    public long PeakBytes => (Memory.Length + ScratchLength) * sizeof(float);

    /// <summary>Arithmetic operations of one run; a multiply-add counts two.</summary>
    public long Flops => Steps.Sum(FlopsOf);

    /// <summary>The steps with their operations, output shapes, arithmetic and memory.</summary>
    public PlanDescription Describe() =>
        new([.. Steps.Select(s => new PlanStep(s.Name, s.Operation.Kind, s.Shape, FlopsOf(s), s.Shape.Count * sizeof(float)))], PeakBytes);

    /// <summary>Memory for one run, to be filled, executed and read; dispose it to give the memory back.</summary>
    public PlanExecution Start() => new(this);

    private static long FlopsOf(Node node) => node.Operation.Flops([.. node.Inputs.Select(i => i.Shape)], node.Shape);

    internal static long ScratchOf(Node node) => node.Operation.Scratch([.. node.Inputs.Select(i => i.Shape)], node.Shape);
}
