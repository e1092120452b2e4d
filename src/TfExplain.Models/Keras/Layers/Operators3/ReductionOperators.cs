using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers.Ops;

/// <summary>Functions that combine the elements along some axes; all axes where none are named.</summary>
internal static class ReductionOperators
{
    public static IReadOnlyDictionary<string, OperatorFunction> All { get; } = new Dictionary<string, OperatorFunction>
    {
        ["Sum"] = c => [Reduce(c, ReduceKind.Sum, c.X)],
        ["Mean"] = c => [Reduce(c, ReduceKind.Mean, c.X)],
        ["Max"] = c => [Bounded(c, ReduceKind.Max, new Maximum())],
        ["Amax"] = c => [Reduce(c, ReduceKind.Max, c.X)],
        ["Min"] = c => [Bounded(c, ReduceKind.Min, new Minimum())],
        ["Amin"] = c => [Reduce(c, ReduceKind.Min, c.X)],
        ["Prod"] = c => [Reduce(c, ReduceKind.Product, c.X)],
        ["All"] = c => [Reduce(c, ReduceKind.Min, c.Apply(new NotEqual(), c.X, c.Constant(0)))],
        ["Any"] = c => [Reduce(c, ReduceKind.Max, c.Apply(new NotEqual(), c.X, c.Constant(0)))],
        ["Var"] = c => [Variance(c)],
        ["Std"] = c => [c.Apply(Unary.Of<Sqrt>(), Variance(c))],
        ["Logsumexp"] = c => [LogSumExp(c)],
        ["Norm"] = c => [Norm(c)],
        ["Normalize"] = c => [Normalize(c)],
    };

    private static Node Reduce(OperatorCall c, ReduceKind how, Node x, bool? keep = null)
    {
        var axes = c.Axes("axis", x.Shape) ?? default;
        // An empty list of axes reduces nothing.
        if (c.Config.Find("axis") is not null && axes.Count == 0) return x;
        return c.Apply(new Reduce(how, axes, keep ?? c.Config.Bool("keepdims", false)), x);
    }

    private static Node Bounded(OperatorCall c, ReduceKind how, Operation combine)
    {
        var y = Reduce(c, how, c.X);
        return c.Config.Find("initial") is null ? y : c.Apply(combine, y, c.Constant(c.Config.Float("initial")));
    }

    private static Node Variance(OperatorCall c)
    {
        var x = c.X;
        return Reduce(c, ReduceKind.Mean, c.Apply(new SquaredDifference(), x, Reduce(c, ReduceKind.Mean, x, keep: true)));
    }

    private static Node LogSumExp(OperatorCall c)
    {
        var x = c.X;
        var largest = c.Apply(new StopGradient(), Reduce(c, ReduceKind.Max, x, keep: true));
        var sum = Reduce(c, ReduceKind.Sum, c.Apply(Unary.Of<Exp>(), c.Apply(new Subtract(), x, largest)), keep: true);
        var y = c.Apply(new Add(), c.Apply(Unary.Of<Log>(), sum), largest);
        return c.Config.Bool("keepdims", false) ? y : Reduce(c, ReduceKind.Sum, y);
    }

    private static Node Norm(OperatorCall c)
    {
        var x = c.X;
        if (c.Config.Find("ord") is { ValueKind: System.Text.Json.JsonValueKind.String } named && named.GetString() is not ("euclidean" or "fro")) throw c.Config.Error($"the norm '{named.GetString()}' is not supported; use 1, 2 or the Euclidean one.");
        return (c.Config.Find("ord") is { ValueKind: System.Text.Json.JsonValueKind.Number } order ? order.GetSingle() : 2) switch
        {
            1 => Reduce(c, ReduceKind.Sum, c.Apply(Unary.Of<Abs>(), x)),
            2 => c.Apply(Unary.Of<Sqrt>(), Reduce(c, ReduceKind.Sum, c.Apply(Unary.Of<Square>(), x))),
            var other => throw c.Config.Error($"the norm of order {other} is not supported; use 1 or 2."),
        };
    }

    /// <summary>x / max(|x|, epsilon) along the axis, |x| being the norm of the given order.</summary>
    private static Node Normalize(OperatorCall c)
    {
        var x = c.X;
        Ints axis = [c.Axis("axis", x.Shape)];
        var order = c.Config.Float("order", 2);
        if (order != 2) throw c.Config.Error($"the norm of order {order} is not supported; use 2.");
        var squares = c.Apply(new Reduce(ReduceKind.Sum, axis, true), c.Apply(Unary.Of<Square>(), x));
        var epsilon = c.Config.Float("epsilon", 1e-12f);
        return c.Apply(new Multiply(), x, c.Apply(Unary.Of<Rsqrt>(), c.Apply(new Maximum(), squares, c.Constant(epsilon * epsilon))));
    }
}
