namespace TfExplain.Engine.Differentiation;

/// <summary>Reverse-mode differentiation on graphs: the cotangents of some values from those of others, under a rule.</summary>
internal static class Differentiator
{
    /// <summary>The cotangent of each of <paramref name="wrt"/>, null where the seeds do not depend on it.</summary>
    /// <exception cref="NotDifferentiableException">An operation on the way has no derivative.</exception>
    public static Node?[] Backward(GraphBuilder builder, IReadOnlyList<(Node Value, Node Cotangent)> seeds, IReadOnlyList<Node> wrt, BackwardRule rule)
    {
        var order = Node.Sort(seeds.Select(s => s.Value));
        var onPath = new HashSet<Node>(wrt);
        foreach (var node in order)
            if (node.Inputs.Any(onPath.Contains)) onPath.Add(node);

        var arrived = new Dictionary<Node, Node>();
        void Arrive(Node value, Node cotangent) => arrived[value] = arrived.TryGetValue(value, out var other)
            ? builder.Call($"{value.Name}/cotangent", new Operations.Add(), other, cotangent)
            : cotangent;

        foreach (var (value, cotangent) in seeds) Arrive(value, cotangent);
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var node = order[i];
            if (!onPath.Contains(node) || !arrived.TryGetValue(node, out var cotangent)) continue;
            var wanted = node.Inputs.Select(onPath.Contains).ToArray();
            if (!wanted.Contains(true)) continue;
            var scope = new BackwardScope(builder, node, cotangent, wanted);
            rule.Apply(scope);
            for (var input = 0; input < wanted.Length; input++)
                if (wanted[input] && scope.Result(input) is { } result) Arrive(node.Inputs[input], result);
        }
        return [.. wrt.Select(w => arrived.GetValueOrDefault(w))];
    }
}
