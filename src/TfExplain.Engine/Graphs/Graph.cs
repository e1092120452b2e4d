using System.Collections.Immutable;

namespace TfExplain.Engine;

/// <summary>An immutable directed acyclic graph of named values.</summary>
public sealed class Graph
{
    private readonly Dictionary<string, Node> _byName = [];

    /// <summary>The graph of everything that <paramref name="outputs"/> and the extra <paramref name="values"/> are computed from.</summary>
    /// <exception cref="ArgumentException">Two values share a name.</exception>
    public Graph(IEnumerable<Node> inputs, IEnumerable<Node> outputs, IEnumerable<Node>? values = null)
    {
        Inputs = [.. inputs];
        Outputs = [.. outputs];
        Nodes = [.. Node.Sort([.. Inputs, .. Outputs, .. values ?? []])];
        foreach (var node in Nodes)
            if (!_byName.TryAdd(node.Name, node))
                throw new ArgumentException($"Two values of the graph are named '{node.Name}'.");
    }

    /// <summary>The values that a caller gives.</summary>
    public ImmutableArray<Node> Inputs { get; }

    /// <summary>The values that the network answers with.</summary>
    public ImmutableArray<Node> Outputs { get; }

    /// <summary>All values, each after those it is computed from.</summary>
    public ImmutableArray<Node> Nodes { get; }

    /// <summary>The value of that name, or null.</summary>
    public Node? Find(string name) => _byName.GetValueOrDefault(name);
}
