using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers.Ops;

/// <summary>Functions of one value, element by element.</summary>
internal static class ElementwiseOperators
{
    public static IReadOnlyDictionary<string, OperatorFunction> All { get; } = new Dictionary<string, OperatorFunction>
    {
        ["Absolute"] = Of<Abs>(),
        ["Abs"] = Of<Abs>(),
        ["Negative"] = Of<Negate>(),
        ["Square"] = Of<Square>(),
        ["Sqrt"] = Of<Sqrt>(),
        ["Rsqrt"] = Of<Rsqrt>(),
        ["Reciprocal"] = Of<Reciprocal>(),
        ["Exp"] = Of<Exp>(),
        ["Exp2"] = c => [c.Apply(Unary.Of<Exp>(), Times(c, c.X, MathF.Log(2)))],
        ["Expm1"] = Of<Expm1>(),
        ["Log"] = Of<Log>(),
        ["Log1p"] = Of<Log1p>(),
        ["Log2"] = c => [Times(c, c.Apply(Unary.Of<Log>(), c.X), 1 / MathF.Log(2))],
        ["Log10"] = c => [Times(c, c.Apply(Unary.Of<Log>(), c.X), 1 / MathF.Log(10))],
        ["Sin"] = Of<Sin>(),
        ["Cos"] = Of<Cos>(),
        ["Tan"] = c => [c.Apply(new Divide(), c.Apply(Unary.Of<Sin>(), c.X), c.Apply(Unary.Of<Cos>(), c.X))],
        ["Tanh"] = Of<Tanh>(),
        ["Erf"] = Of<Erf>(),
        ["Sign"] = Of<Sign>(),
        ["Floor"] = Of<Floor>(),
        ["Ceil"] = Of<Ceil>(),
        ["Round"] = c => [Round(c)],
        ["LogicalNot"] = Of<LogicalNot>(),
        ["Clip"] = c => [c.Apply(Unary.Of(new Clip(c.Config.Float("x_min", float.NegativeInfinity), c.Config.Float("x_max", float.PositiveInfinity))), c.X)],
        ["Cast"] = c => [Cast(c)],
        ["StopGradient"] = c => [c.Apply(new StopGradient(), c.Value(0, "variable", "x"))],
        ["Identity"] = c => [c.X],
        ["Copy"] = c => [c.X],
        ["ZerosLike"] = c => [Times(c, c.Apply(new StopGradient(), c.X), 0)],
        ["OnesLike"] = c => [c.Apply(new Add(), Times(c, c.Apply(new StopGradient(), c.X), 0), c.Constant(1))],
    };

    private static OperatorFunction Of<TFunction>(TFunction function = default) where TFunction : struct, IFunction => c => [c.Apply(Unary.Of(function), c.X)];

    private static Node Times(OperatorCall c, Node x, float factor) => c.Apply(new Multiply(), x, c.Constant(factor));

    private static Node Round(OperatorCall c)
    {
        var factor = MathF.Pow(10, c.Config.Int("decimals", 0));
        return factor == 1 ? c.Apply(Unary.Of<Round>(), c.X) : c.Apply(new Divide(), c.Apply(Unary.Of<Round>(), Times(c, c.X, factor)), c.Constant(factor));
    }

    /// <summary>Everything is computed in float32; what the type changes is the value: whole numbers are cut towards zero, truth values are 0 or 1.</summary>
    private static Node Cast(OperatorCall c)
    {
        var x = c.X;
        var type = c.Config.String("dtype", "float32");
        if (type == "bool") return c.Apply(new NotEqual(), x, c.Constant(0));
        if (!type.Contains("int", StringComparison.Ordinal)) return x;
        return c.Apply(new Multiply(), c.Apply(Unary.Of<Sign>(), x), c.Apply(Unary.Of<Floor>(), c.Apply(Unary.Of<Abs>(), x)));
    }
}
