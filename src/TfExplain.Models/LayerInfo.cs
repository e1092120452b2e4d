using TfExplain.Engine;

namespace TfExplain;

/// <summary>A layer as the framework has it: a named group of graph values.</summary>
/// <param name="Name">The name, with those of nested models around it: <c>backbone/conv1</c>.</param>
/// <param name="ClassName">The framework's class, e.g. <c>Conv2D</c>.</param>
/// <param name="Calls">The outputs of each call; a shared layer has several calls.</param>
/// <param name="Parameters">The weights.</param>
public sealed record LayerInfo(string Name, string ClassName, IReadOnlyList<IReadOnlyList<Node>> Calls, IReadOnlyList<Parameter> Parameters)
{
    /// <summary>What the framework calls the layer's output: the first output of the last call.</summary>
    public Node Output => Calls[^1][0];

    /// <summary>The shape of <see cref="Output"/>.</summary>
    public Shape OutputShape => Output.Shape;

    /// <summary>The number of weights.</summary>
    public long ParameterCount => Parameters.Sum(p => p.Shape.Count);
}
