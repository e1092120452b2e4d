using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers.Ops;

/// <summary>Functions of two values with NumPy's broadcasting; either may be a number.</summary>
internal static class BinaryOperators
{
    public static IReadOnlyDictionary<string, OperatorFunction> All { get; } = new Dictionary<string, OperatorFunction>
    {
        ["Add"] = Of(new Add()),
        ["Subtract"] = Of(new Subtract()),
        ["Multiply"] = Of(new Multiply()),
        ["Divide"] = Of(new Divide()),
        ["TrueDivide"] = Of(new Divide()),
        ["DivideNoNan"] = c => [DivideNoNan(c)],
        ["FloorDivide"] = Of(new FloorDivide()),
        ["Mod"] = Of(new FloorMod()),
        ["Remainder"] = Of(new FloorMod()),
        ["Power"] = c => [Power(c)],
        ["Maximum"] = Of(new Maximum()),
        ["Minimum"] = Of(new Minimum()),
        ["SquaredDifference"] = Of(new SquaredDifference()),
        ["Equal"] = Of(new Equal()),
        ["NotEqual"] = Of(new NotEqual()),
        ["Greater"] = Of(new Greater()),
        ["GreaterEqual"] = Of(new GreaterEqual()),
        ["Less"] = Of(new Less()),
        ["LessEqual"] = Of(new LessEqual()),
        ["LogicalAnd"] = Of(new LogicalAnd()),
        ["LogicalOr"] = Of(new LogicalOr()),
        ["LogicalXor"] = Of(new LogicalXor()),
        ["Where"] = c => [c.Apply(new Select(), c.Value(0, "condition"), c.Value(1, "x1"), c.Value(2, "x2"))],
    };

    private static OperatorFunction Of(Operation operation) => c => [c.Apply(operation, First(c), Second(c))];

    private static Node First(OperatorCall c) => c.Value(0, "x1", "x");

    private static Node Second(OperatorCall c) => c.Value(1, "x2", "y");

    /// <summary>A fixed whole exponent needs no logarithm, and so has a derivative below zero too.</summary>
    private static Node Power(OperatorCall c)
    {
        var exponent = Second(c);
        if (exponent.Operation is not Constant { Shape.Rank: 0 } || c.Find(1, "x2", "y") is not Argument.OfJson { Value.ValueKind: System.Text.Json.JsonValueKind.Number } number) return c.Apply(new Power(), First(c), exponent);
        var power = number.Value.GetSingle();
        return c.Apply(power == 2 ? Unary.Of<Square>() : Unary.Of(new PowerOf(power)), First(c));
    }

    private static Node DivideNoNan(OperatorCall c)
    {
        var divisor = Second(c);
        var isZero = c.Apply(new Equal(), divisor, c.Constant(0));
        return c.Apply(new Select(), isZero, c.Constant(0), c.Apply(new Divide(), First(c), c.Apply(new Select(), isZero, c.Constant(1), divisor)));
    }
}
