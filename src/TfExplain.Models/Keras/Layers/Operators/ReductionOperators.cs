using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Functions that combine elements along axes.</summary>
internal static class ReductionOperators
{
    public static IReadOnlyDictionary<string, Func<OperatorCall, Node>> All { get; } = new Dictionary<string, Func<OperatorCall, Node>>
    {
        ["math.reduce_sum"] = call => Reduce(call, ReduceKind.Sum, call.X),
        ["math.reduce_mean"] = call => Reduce(call, ReduceKind.Mean, call.X),
        ["math.reduce_max"] = call => Reduce(call, ReduceKind.Max, call.X),
        ["math.reduce_min"] = call => Reduce(call, ReduceKind.Min, call.X),
        ["math.reduce_prod"] = call => Reduce(call, ReduceKind.Product, call.X),
        ["math.reduce_any"] = call => Reduce(call, ReduceKind.Max, call.X),
        ["math.reduce_all"] = call => Reduce(call, ReduceKind.Min, call.X),
        ["math.reduce_variance"] = Variance,
        ["math.reduce_std"] = call => call.Apply(Unary.Of<Sqrt>(), Variance(call)),
        ["math.reduce_euclidean_norm"] = call => call.Apply(Unary.Of<Sqrt>(), Reduce(call, ReduceKind.Sum, call.Apply(Unary.Of<Square>(), call.X))),
        ["math.l2_normalize"] = Unit,
        ["linalg.l2_normalize"] = Unit,
        ["nn.l2_normalize"] = Unit,
        ["nn.softmax"] = call => KerasActivations.Softmax(call.Layer, call.X, Axis(call)),
        ["nn.log_softmax"] = call => KerasActivations.Along(call.Layer, call.X, Axis(call), last => call.Apply(new LogSoftmax(), last)),
        ["math.add_n"] = call => call.Layer.Inputs.Select(i => i.Value).Aggregate((a, b) => call.Apply(new Add(), a, b)),
    };

    private static Ints Axis(OperatorCall call) => call.Ints("axis") ?? [-1];

    private static Node Reduce(OperatorCall call, ReduceKind how, Node x) => call.Apply(new Reduce(how, call.Ints("axis") ?? [], call.Flag("keepdims")), x);

    private static Node Variance(OperatorCall call)
    {
        var mean = call.Apply(new Reduce(ReduceKind.Mean, call.Ints("axis") ?? [], KeepDims: true), call.X);
        return Reduce(call, ReduceKind.Mean, call.Apply(new SquaredDifference(), call.X, mean));
    }

    private static Node Unit(OperatorCall call) =>
        call.Layer.Apply("normalized", (builder, name) => L2Normalize.Build(builder, name, call.X, call.Ints("axis") ?? [], call.Float("epsilon", 1e-12f)));
}
