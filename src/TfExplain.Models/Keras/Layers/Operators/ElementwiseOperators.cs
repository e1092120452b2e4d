using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Functions of single elements, of one tensor or of two that broadcast.</summary>
internal static class ElementwiseOperators
{
    public static IReadOnlyDictionary<string, Func<OperatorCall, Node>> All { get; } = new Dictionary<string, Func<OperatorCall, Node>>
    {
        ["__operators__.add"] = Two(new Add()),
        ["math.add"] = Two(new Add()),
        ["math.subtract"] = Two(new Subtract()),
        ["math.multiply"] = Two(new Multiply()),
        ["math.truediv"] = Two(new Divide()),
        ["math.divide"] = Two(new Divide()),
        ["math.floordiv"] = Two(new FloorDivide()),
        ["math.floormod"] = Two(new FloorMod()),
        ["math.pow"] = call => call.Json("y") is { ValueKind: System.Text.Json.JsonValueKind.Number } y ? call.Apply(Raise(y.GetSingle()), call.X) : Two(new Power())(call),
        ["math.maximum"] = Two(new Maximum()),
        ["math.minimum"] = Two(new Minimum()),
        ["math.squared_difference"] = Two(new SquaredDifference()),
        ["__operators__.eq"] = call => call.Apply(new Equal(), call.X, call.Optional("other", 1) ?? call.Value("y")),
        ["__operators__.ne"] = call => call.Apply(new NotEqual(), call.X, call.Optional("other", 1) ?? call.Value("y")),
        ["math.equal"] = Two(new Equal()),
        ["math.not_equal"] = Two(new NotEqual()),
        ["math.greater"] = Two(new Greater()),
        ["math.greater_equal"] = Two(new GreaterEqual()),
        ["math.less"] = Two(new Less()),
        ["math.less_equal"] = Two(new LessEqual()),
        ["math.logical_and"] = Two(new LogicalAnd()),
        ["math.logical_or"] = Two(new LogicalOr()),
        ["math.logical_xor"] = Two(new LogicalXor()),
        ["math.logical_not"] = One<LogicalNot>(),
        ["where"] = call => call.Apply(new Select(), call.X, call.Value("x"), call.Value("y")),
        ["clip_by_value"] = call => call.Apply(new Minimum(), call.Apply(new Maximum(), call.X, call.Value("clip_value_min", 1)), call.Value("clip_value_max", 2)),
        ["identity"] = call => call.X,
        ["convert_to_tensor"] = call => call.X,
        ["stop_gradient"] = call => call.Apply(new Ops.StopGradient(), call.X),
        ["cast"] = Cast,
        ["math.negative"] = One<Negate>(),
        ["math.abs"] = One<Abs>(),
        ["math.sign"] = One<Sign>(),
        ["math.floor"] = One<Floor>(),
        ["math.ceil"] = One<Ceil>(),
        ["math.round"] = One<Round>(),
        ["math.square"] = One<Square>(),
        ["math.sqrt"] = One<Sqrt>(),
        ["math.rsqrt"] = One<Rsqrt>(),
        ["math.reciprocal"] = One<Reciprocal>(),
        ["math.exp"] = One<Exp>(),
        ["math.expm1"] = One<Expm1>(),
        ["math.log"] = One<Log>(),
        ["math.log1p"] = One<Log1p>(),
        ["math.log_sigmoid"] = One<LogSigmoid>(),
        ["math.sin"] = One<Sin>(),
        ["math.cos"] = One<Cos>(),
        ["math.erf"] = One<Erf>(),
        ["math.tanh"] = One<Tanh>(),
        ["nn.tanh"] = One<Tanh>(),
        ["math.sigmoid"] = One<Sigmoid>(),
        ["nn.sigmoid"] = One<Sigmoid>(),
        ["math.softplus"] = One<Softplus>(),
        ["nn.softplus"] = One<Softplus>(),
        ["nn.softsign"] = One<Softsign>(),
        ["nn.silu"] = One<Swish>(),
        ["nn.swish"] = One<Swish>(),
        ["nn.elu"] = One(new Elu(1)),
        ["nn.selu"] = One<Selu>(),
        ["nn.relu"] = One(new Relu(float.PositiveInfinity)),
        ["nn.relu6"] = One(new Relu(6)),
        ["nn.gelu"] = call => call.Apply(call.Flag("approximate") ? Unary.Of<GeluTanh>() : Unary.Of<Gelu>(), call.X),
        ["nn.leaky_relu"] = call => call.Apply(Unary.Of(new LeakyRelu(call.Float("alpha", 0.2f))), call.X),
    };

    private static Func<OperatorCall, Node> Two(Operation operation) => call => call.Apply(operation, call.X, call.Value("y", 1));

    private static Func<OperatorCall, Node> One<TFunction>(TFunction function = default) where TFunction : struct, IFunction
    {
        var operation = Unary.Of(function);
        return call => call.Apply(operation, call.X);
    }

    private static Operation Raise(float exponent) => exponent == 2 ? Unary.Of<Square>() : Unary.Of(new PowerOf(exponent));

    /// <summary>Whole numbers lose their fraction, truth values are 0 or 1; everything is computed in float32.</summary>
    private static Node Cast(OperatorCall call)
    {
        var type = call.Text("dtype", "float32");
        if (type == "bool") return call.Apply(new NotEqual(), call.X, call.Constant(0));
        return type.Contains("int", StringComparison.Ordinal) ? call.Apply(new Multiply(), call.Apply(Unary.Of<Sign>(), call.X), call.Apply(Unary.Of<Floor>(), call.Apply(Unary.Of<Abs>(), call.X))) : call.X;
    }
}
