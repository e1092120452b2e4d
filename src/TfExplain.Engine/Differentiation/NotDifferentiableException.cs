namespace TfExplain.Engine.Differentiation;

/// <summary>A cotangent would have to pass an operation that no rule carries it through.</summary>
public sealed class NotDifferentiableException(Node node, string reason)
    : Exception($"'{node.Name}' ({node.Operation.Kind}) {reason}.")
{
    /// <summary>The value in question.</summary>
    public string NodeName { get; } = node.Name;
}
