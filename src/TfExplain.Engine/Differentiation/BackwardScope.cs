using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Differentiation;

/// <summary>One node on the way back: its inputs, its output, the cotangent that arrived, and a place for those that leave.</summary>
public sealed class BackwardScope
{
    private readonly GraphBuilder _builder;
    private readonly bool[] _wanted;
    private readonly Node?[] _cotangents;

    internal BackwardScope(GraphBuilder builder, Node node, Node cotangent, bool[] wanted)
    {
        _builder = builder;
        Node = node;
        Cotangent = cotangent;
        _wanted = wanted;
        _cotangents = new Node?[wanted.Length];
    }

    /// <summary>The node; also the value it computed.</summary>
    public Node Node { get; }

    /// <summary>dL/d output, of the output's shape.</summary>
    public Node Cotangent { get; internal set; }

    /// <summary>An input's value.</summary>
    public Node Input(int index) => Node.Inputs[index];

    /// <summary>Whether anybody needs dL/d input <paramref name="index"/>.</summary>
    public bool Wants(int index) => index < _wanted.Length && _wanted[index];

    /// <summary>Gives dL/d input <paramref name="index"/>, which must have the input's shape.</summary>
    /// <exception cref="ShapeException">The shape is another one.</exception>
    public void Set(int index, Node cotangent)
    {
        if (cotangent.Shape != Input(index).Shape)
            throw new ShapeException($"The cotangent of input {index} of '{Node.Name}' ({Node.Operation.Kind}) should have shape {Input(index).Shape}; it has {cotangent.Shape}.");
        _cotangents[index] = cotangent;
    }

    /// <summary>Adds an operation on forward values, cotangents or both.</summary>
    public Node Call(Operation operation, params ReadOnlySpan<Node> inputs) =>
        _builder.Call($"{Node.Name}/backward", operation, inputs);

    /// <summary>A fixed number.</summary>
    public Node Constant(float value) => _builder.Constant($"{Node.Name}/backward", value);

    /// <summary>Sums a cotangent over the axes along which <paramref name="shape"/> was broadcast to it.</summary>
    public Node SumTo(Node cotangent, Shape shape)
    {
        if (cotangent.Shape == shape) return cotangent;
        var axes = new List<int>();
        var offset = cotangent.Shape.Rank - shape.Rank;
        for (var axis = 0; axis < cotangent.Shape.Rank; axis++)
            if (axis < offset || (shape[axis - offset] == 1 && cotangent.Shape[axis] != 1)) axes.Add(axis);
        var sum = Call(new Reduce(ReduceKind.Sum, Ints.Create([.. axes]), KeepDims: true), cotangent);
        return sum.Shape == shape ? sum : Call(new Reshape(Ints.Create(shape.Span)), sum);
    }

    internal Node? Result(int index) => _cotangents[index];
}
