using System.Collections.Immutable;

namespace TfExplain.Engine;

/// <summary>A named value of a graph: an operation applied to other values.</summary>
public sealed class Node
{
    /// <summary>Applies <paramref name="operation"/> to <paramref name="inputs"/> and infers the shape.</summary>
    /// <exception cref="ShapeException">The operation cannot take these shapes; the message names the node.</exception>
    public Node(string name, Operation operation, params ReadOnlySpan<Node> inputs)
    {
        Name = name;
        Operation = operation;
        Inputs = [.. inputs];
        Span<Shape> shapes = new Shape[inputs.Length];
        for (var i = 0; i < inputs.Length; i++) shapes[i] = inputs[i].Shape;
        try
        {
            Shape = operation.InferShape(shapes);
        }
        catch (Exception e) when (e is ShapeException or ArgumentException or IndexOutOfRangeException)
        {
            throw new ShapeException($"'{name}' ({operation.Kind}): {e.Message}");
        }
    }

    /// <summary>The value's name, unique within its graph.</summary>
    public string Name { get; }

    /// <summary>What computes the value.</summary>
    public Operation Operation { get; }

    /// <summary>The values it is computed from.</summary>
    public ImmutableArray<Node> Inputs { get; }

    /// <summary>The value's shape.</summary>
    public Shape Shape { get; }

    /// <summary>The name, operation and shape.</summary>
    public override string ToString() => $"{Name}: {Operation.Kind} {Shape}";

    /// <summary>The ancestors of <paramref name="outputs"/> and they themselves, each after everything it is computed from.</summary>
    public static List<Node> Sort(params IEnumerable<Node> outputs)
    {
        var sorted = new List<Node>();
        var seen = new HashSet<Node>();
        var pending = new Stack<(Node Node, int Next)>();
        foreach (var output in outputs)
        {
            if (seen.Add(output)) pending.Push((output, 0));
            while (pending.TryPop(out var top))
            {
                if (top.Next == top.Node.Inputs.Length)
                {
                    sorted.Add(top.Node);
                    continue;
                }
                pending.Push((top.Node, top.Next + 1));
                var input = top.Node.Inputs[top.Next];
                if (seen.Add(input)) pending.Push((input, 0));
            }
        }
        return sorted;
    }
}
