using System.Collections.Immutable;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras;

/// <summary>Every activation function that is built in, by its names in Keras 2 and 3.</summary>
internal static class KerasActivations
{
    private static readonly Dictionary<Activation, Engine.Operations.Activation> s_elementwise = [];

    /// <summary>min(max(0.2 x + 0.5, 0), 1): what Keras 2 calls <c>hard_sigmoid</c>; Keras 3's has a factor of 1/6.</summary>
    public static Activation HardSigmoid2 { get; } = Of(new HardSigmoid(0.2f, 0.5f));

    public static ImmutableDictionary<string, Activation> All { get; } = new Dictionary<string, Activation>
    {
        ["linear"] = Linear(),
        ["relu"] = Of(new Relu(float.PositiveInfinity)),
        ["relu6"] = Of(new Relu(6)),
        ["leaky_relu"] = Of(new LeakyRelu(0.2f)),
        ["sigmoid"] = Of<Sigmoid>(),
        ["hard_sigmoid"] = Of(new HardSigmoid(1f / 6, 0.5f)),
        ["sparse_sigmoid"] = Of(new HardSigmoid(0.5f, 0.5f)),
        ["log_sigmoid"] = Of<LogSigmoid>(),
        ["tanh"] = Of<Tanh>(),
        ["hard_tanh"] = Of(new Clip(-1, 1)),
        ["tanh_shrink"] = Of<TanhShrink>(),
        ["hard_shrink"] = Of(new HardShrink(0.5f)),
        ["soft_shrink"] = Of(new SoftShrink(0.5f)),
        ["threshold"] = Of(new ThresholdedRelu(0)),
        ["softplus"] = Of<Softplus>(),
        ["sparse_plus"] = Of<SparsePlus>(),
        ["squareplus"] = Of(new Squareplus(4)),
        ["softsign"] = Of<Softsign>(),
        ["elu"] = Of(new Elu(1)),
        ["celu"] = Of(new Celu(1)),
        ["selu"] = Of<Selu>(),
        ["gelu"] = Of<Gelu>(),
        ["swish"] = Of<Swish>(),
        ["silu"] = Of<Swish>(),
        ["hard_swish"] = Of<HardSwish>(),
        ["hard_silu"] = Of<HardSwish>(),
        ["mish"] = Of<Mish>(),
        ["exponential"] = Of<Exp>(),
        ["softmax"] = (call, x) => Softmax(call, x, [-1]),
        ["log_softmax"] = (call, x) => call.Apply(new LogSoftmax(), x),
        ["sparsemax"] = (call, x) => call.Apply(new Sparsemax(RunningSums: true), x),
        ["glu"] = (call, x) => Glu.Of(x, -1, (operation, inputs) => call.Apply(operation, inputs)),
    }.ToImmutableDictionary();

    /// <summary>The function that a recurrent cell can apply to single elements; null for one that looks at several at once, or that was registered.</summary>
    public static Engine.Operations.Activation? Elementwise(Activation activation) => s_elementwise.GetValueOrDefault(activation);

    /// <summary>Softmax along one axis, or over several together.</summary>
    public static Node Softmax(LayerCall call, Node x, Ints axes) => Along(call, x, axes, last => call.Apply(new Softmax(), last));

    /// <summary>Runs an operation that works on the last axis along other axes.</summary>
    public static Node Along(LayerCall call, Node x, Ints axes, Func<Node, Node> onLast)
    {
        var rank = x.Shape.Rank;
        var chosen = (axes.Count == 0 ? [rank - 1] : axes.Select(x.Shape.Axis)).Distinct().Order().ToArray();
        if (chosen is [var only] && only == rank - 1) return onLast(x);
        int[] order = [.. Enumerable.Range(0, rank).Except(chosen), .. chosen];
        var moved = call.Apply(new Transpose(Ints.Create(order)), x);
        var joined = chosen.Length == 1 ? moved : call.Apply(new Reshape([.. Enumerable.Repeat(0, rank - chosen.Length), -1]), moved);
        var y = onLast(joined);
        // An extent of 0 copies the axis before it is known; the joined axes are known ones.
        if (chosen.Length > 1) y = call.Apply(new Reshape([.. Enumerable.Repeat(0, rank - chosen.Length), .. moved.Shape.Span[(rank - chosen.Length)..]]), y);
        return call.Apply(new Transpose(Ints.Create([.. Enumerable.Range(0, rank).Select(axis => Array.IndexOf(order, axis))])), y);
    }

    private static Activation Of<TFunction>(TFunction function = default) where TFunction : struct, IFunction
    {
        var elementwise = Engine.Operations.Activation.Of(function);
        Activation activation = (call, x) => call.Apply(elementwise.Operation, x);
        s_elementwise[activation] = elementwise;
        return activation;
    }

    private static Activation Linear()
    {
        Activation linear = (_, x) => x;
        s_elementwise[linear] = Engine.Operations.Activation.Linear;
        return linear;
    }
}
