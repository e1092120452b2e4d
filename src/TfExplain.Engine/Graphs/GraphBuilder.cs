namespace TfExplain.Engine;

/// <summary>Makes nodes with unique names.</summary>
public sealed class GraphBuilder
{
    private readonly Dictionary<string, int> _uses = [];

    /// <summary>Adds a value that a caller gives.</summary>
    public Node Input(string name, Shape shape) => Call(name, new Operations.Input(shape));

    /// <summary>Adds a fixed value.</summary>
    public Node Constant(string name, Shape shape, ReadOnlySpan<float> values) => Call(name, Operations.Constant.Of(shape, values));

    /// <summary>Adds a number.</summary>
    public Node Constant(string name, float value) => Constant(name, [], [value]);

    /// <summary>Adds a weight.</summary>
    public Node Parameter(Parameter parameter) => Call(parameter.Name, new Operations.ParameterValue(parameter));

    /// <summary>Adds an operation's value; a name in use gets <c>_1</c>, <c>_2</c>, ... appended.</summary>
    /// <exception cref="ShapeException">The operation cannot take these shapes.</exception>
    public Node Call(string name, Operation operation, params ReadOnlySpan<Node> inputs) => new(Unique(name), operation, inputs);

    private string Unique(string name)
    {
        if (_uses.TryAdd(name, 0)) return name;
        string candidate;
        do candidate = $"{name}_{++_uses[name]}";
        while (!_uses.TryAdd(candidate, 0));
        return candidate;
    }
}
