using System.Collections.Immutable;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras;

/// <summary>Every activation function that is built in.</summary>
internal static class KerasActivations
{
    public static ImmutableDictionary<string, Activation> All { get; } = new Dictionary<string, Activation>
    {
        ["linear"] = (_, x) => x,
        ["relu"] = (call, x) => call.Apply(Unary.Relu, x),
        ["relu6"] = (call, x) => call.Apply(Unary.Relu6, x),
        ["sigmoid"] = Of<Sigmoid>(),
        ["swish"] = Of<Swish>(),
        ["silu"] = Of<Swish>(),
        ["softmax"] = (call, x) => Softmax(call, x, [-1]),
    }.ToImmutableDictionary();

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

    private static Activation Of<TFunction>(TFunction function = default) where TFunction : struct, IFunction => (call, x) => call.Apply(Unary.Of(function), x);
}
