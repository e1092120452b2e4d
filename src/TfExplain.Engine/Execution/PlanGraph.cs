using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Execution;

/// <summary>
/// The part of a graph that a plan computes, with known shapes, while passes rewrite it. A pass replaces nodes; the values that
/// the plan must deliver are tracked through every replacement.
/// </summary>
internal sealed class PlanGraph
{
    private readonly Dictionary<Node, Node> _current = [];
    private readonly HashSet<Node> _variable = [];
    private readonly Dictionary<Node, bool> _fixed = [];

    public PlanGraph(PlanRequest request)
    {
        Builder = new();
        var shapes = request.Inputs.ToDictionary(i => i.Input, i => i.Shape);
        foreach (var node in Node.Sort(request.Outputs.Concat(request.Seeds).Concat(request.Wrt)))
        {
            if (node.Operation is Input input)
            {
                if (!shapes.TryGetValue(node, out var shape)) throw new ArgumentException($"The input '{node.Name}' is needed and not given.");
                Check(node.Name, input.Shape, shape);
                _current[node] = Builder.Call(node.Name, new Input(shape));
            }
            else
            {
                _current[node] = Builder.Call(node.Name, node.Operation, [.. node.Inputs.Select(i => _current[i])]);
            }
        }
        foreach (var node in request.Wrt.Concat(request.Changing))
            if (node.Operation is ParameterValue or Constant && _current.ContainsKey(node)) _variable.Add(this[node]);
    }

    public GraphBuilder Builder { get; }

    /// <summary>What became of a node of the request or of an earlier pass.</summary>
    public Node this[Node original]
    {
        get
        {
            var node = original;
            while (_current.TryGetValue(node, out var next) && next != node) node = next;
            return node;
        }
    }

    /// <summary>Whether the value is the same in every run: computed from weights and constants alone, none of which is differentiated.</summary>
    public bool IsFixed(Node node)
    {
        // Rewriting asks for inputs before the nodes that use them, so this does not go deep.
        if (_fixed.TryGetValue(node, out var known)) return known;
        return _fixed[node] = !_variable.Contains(node) && node.Operation is not Input
            && (node.Operation is ParameterValue or Constant || (node.Inputs.Length > 0 && node.Inputs.All(IsFixed)));
    }

    /// <summary>
    /// One pass over everything that <paramref name="wanted"/> depends on, inputs first: <paramref name="rewrite"/> gets each node (its inputs
    /// already replaced) and the number of uses it had, and returns it or its replacement, which takes its name's place.
    /// </summary>
    public void Rewrite(IReadOnlyCollection<Node> wanted, Func<Node, Func<Node, int>, Node> rewrite)
    {
        var order = Node.Sort(wanted);
        var uses = new Dictionary<Node, int>();
        foreach (var node in order)
            foreach (var input in node.Inputs) uses[input] = uses.GetValueOrDefault(input) + 1;
        // A value that must be delivered counts as used once more, so that nothing is merged over it.
        foreach (var node in wanted) uses[node] = uses.GetValueOrDefault(node) + 1;
        var usesNow = new Dictionary<Node, int>();
        int Uses(Node node) => usesNow.GetValueOrDefault(node);
        foreach (var node in order)
        {
            var moved = node;
            if (node.Inputs.Any(i => this[i] != i)) moved = new Node(node.Name, node.Operation, [.. node.Inputs.Select(i => this[i])]);
            IsFixed(moved);
            var result = rewrite(moved, Uses);
            if (result != node)
            {
                _current[node] = result;
                if (moved != node && moved != result) _current[moved] = result;
            }
            usesNow[result] = usesNow.GetValueOrDefault(result) + uses.GetValueOrDefault(node);
        }
    }

    private static void Check(string name, Shape expected, Shape given)
    {
        var fits = expected.Rank == given.Rank && given.IsKnown;
        for (var axis = 0; fits && axis < expected.Rank; axis++)
            fits = expected[axis] == Shape.Unknown || expected[axis] == given[axis];
        if (!fits) throw new ShapeException($"The input '{name}' takes the shape {expected}; {given} was given.");
    }
}
