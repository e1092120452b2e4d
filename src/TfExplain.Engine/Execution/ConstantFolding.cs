using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Execution;

/// <summary>Replaces what is computed from weights and constants alone by its value.</summary>
internal static class ConstantFolding
{
    public static void Apply(PlanGraph graph, IReadOnlyCollection<Node> wanted, ConstantCache cache, WorkerPool pool)
    {
        var known = new Dictionary<Node, Node>();
        Node Value(Node node)
        {
            if (node.Operation is ParameterValue or Constant || !graph.IsFixed(node)) return node;
            if (!known.TryGetValue(node, out var value)) known[node] = value = new Node(node.Name, cache.Evaluate(node, pool));
            return value;
        }

        var delivered = wanted.Select(n => n.Name).ToHashSet();
        graph.Rewrite(wanted, (node, _) =>
        {
            if (graph.IsFixed(node)) return delivered.Contains(node.Name) ? Value(node) : node;
            return node.Inputs.Any(i => Value(i) != i) ? new Node(node.Name, node.Operation, [.. node.Inputs.Select(Value)]) : node;
        });
    }
}
