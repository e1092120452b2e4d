using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training;

/// <summary>Writes a formula as operations; every node is named under one name.</summary>
internal readonly struct Formula(GraphBuilder builder, string name)
{
    public GraphBuilder Builder => builder;

    public string Name => name;

    public Node Number(float value) => builder.Constant($"{name}/number", value);

    public Node Call(Operation operation, params ReadOnlySpan<Node> inputs) => builder.Call($"{name}/{operation.Kind}", operation, inputs);

    public Node Of<TFunction>(Node x, TFunction function = default) where TFunction : struct, IFunction => Call(Unary.Of(function), x);

    public Node Add(Node a, Node b) => Call(new Add(), a, b);

    public Node Add(Node a, float b) => Add(a, Number(b));

    public Node Subtract(Node a, Node b) => Call(new Subtract(), a, b);

    public Node Subtract(float a, Node b) => Subtract(Number(a), b);

    public Node Multiply(Node a, Node b) => Call(new Multiply(), a, b);

    public Node Multiply(Node a, float b) => Multiply(a, Number(b));

    public Node Divide(Node a, Node b) => Call(new Divide(), a, b);

    public Node Max(Node a, float b) => Call(new Maximum(), a, Number(b));

    public Node Negate(Node x) => Of<Negate>(x);

    public Node Clip(Node x, float low, float high) => Of(x, new Clip(low, high));

    public Node Sum(Node x, Ints axes, bool keep = false) => Call(new Reduce(ReduceKind.Sum, axes, keep), x);

    public Node Mean(Node x, Ints axes, bool keep = false) => Call(new Reduce(ReduceKind.Mean, axes, keep), x);

    /// <summary>The mean over the last axis.</summary>
    public Node RowMean(Node x) => Mean(x, [-1]);

    /// <summary>The sum over the last axis.</summary>
    public Node RowSum(Node x) => Sum(x, [-1]);
}
