using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

public sealed class FunctionTests
{
    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["Abs"] = new(Unary.Of<Abs>(), Math.Abs, Kinks: [0]),
        ["Ceil"] = new(Unary.Of<Ceil>(), Math.Ceiling, Kinks: [.. Whole]),
        ["Celu"] = new(Unary.Of(new Celu(1.5f)), x => x > 0 ? x : 1.5 * Expm1(x / 1.5), Kinks: [0]),
        ["Clip"] = new(Unary.Of(new Clip(-1, 1.5f)), x => Math.Clamp(x, -1, 1.5), Kinks: [-1, 1.5]),
        ["Cos"] = new(Unary.Of<Cos>(), Math.Cos, Low: -1.5, High: 1.5),
        ["Elu"] = new(Unary.Of(new Elu(0.7f)), x => x > 0 ? x : 0.7f * Expm1(x), Kinks: [0]),
        ["Erf"] = new(Unary.Of<Erf>(), x => x < 0 ? Erfc(-x) - 1 : Math.Abs(x) < 0.5 ? ErfSeries(x) : 1 - Erfc(x), Tiny: 1.1283791670955126),
        ["Exp"] = new(Unary.Of<Exp>(), Math.Exp),
        ["Expm1"] = new(Unary.Of<Expm1>(), Expm1, Tiny: 1),
        ["Floor"] = new(Unary.Of<Floor>(), Math.Floor, Kinks: [.. Whole]),
        ["Gelu"] = new(Unary.Of<Gelu>(), x => 0.5 * x * Erfc(-x / Math.Sqrt(2)), Tiny: 0.5),
        ["GeluTanh"] = new(Unary.Of<GeluTanh>(), x => x / (1 + Math.Exp(-2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))), Ulps: 30, Absolute: 1e-12, Tiny: 0.5),
        ["HardShrink"] = new(Unary.Of(new HardShrink(0.5f)), x => Math.Abs(x) > 0.5 ? x : 0, Kinks: [-0.5, 0.5]),
        ["HardSigmoid"] = new(Unary.Of(new HardSigmoid(0.2f, 0.5f)), x => Math.Clamp(0.2 * x + 0.5, 0, 1), Kinks: [-2.5, 2.5], Absolute: 1e-7),
        ["HardSigmoid of Keras 3"] = new(Unary.Of(new HardSigmoid(1 / 6f, 0.5f)), x => Math.Clamp(x + 3, 0, 6) / 6, Kinks: [-3, 3], Absolute: 1e-7),
        ["HardSwish"] = new(Unary.Of<HardSwish>(), x => x * Math.Clamp(x + 3, 0, 6) / 6, Kinks: [-3, 3]),
        ["LeakyRelu"] = new(Unary.Of(new LeakyRelu(0.3f)), x => x > 0 ? x : 0.3f * x, Kinks: [0]),
        ["Log"] = new(Unary.Of<Log>(), Math.Log, Low: 1e-3, High: 30),
        ["Log1p"] = new(Unary.Of<Log1p>(), Log1p, Low: -0.9, High: 30, Tiny: 1),
        ["LogSigmoid"] = new(Unary.Of<LogSigmoid>(), x => Math.Min(x, 0) - Log1p(Math.Exp(-Math.Abs(x)))),
        ["Mish"] = new(Unary.Of<Mish>(), x => x * Math.Tanh(Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)))), Tiny: 0.6),
        ["Negate"] = new(Unary.Of<Negate>(), x => -x),
        ["PowerOf"] = new(Unary.Of(new PowerOf(2.5f)), x => Math.Pow(x, 2.5), Low: 0.1, High: 4),
        ["PowerOf 3"] = new(Unary.Of(new PowerOf(3)), x => x * x * x),
        ["PowerOf 0"] = new(Unary.Of(new PowerOf(0)), _ => 1),
        ["Reciprocal"] = new(Unary.Of<Reciprocal>(), x => 1 / x, Low: 0.2, High: 9),
        ["Relu"] = new(Unary.Relu, x => Math.Max(x, 0), Kinks: [0]),
        ["Relu6"] = new(Unary.Relu6, x => Math.Clamp(x, 0, 6), Kinks: [0, 6]),
        ["ReluGeneral"] = new(Unary.Of(new ReluGeneral(4, 0.25f, 1)), x => x >= 4 ? 4 : x > 1 ? x : 0.25 * (x - 1), Kinks: [1, 4]),
        ["Round"] = new(Unary.Of<Round>(), Math.Round, Kinks: [.. Whole.Select(w => w + 0.5)]),
        ["Rsqrt"] = new(Unary.Of<Rsqrt>(), x => 1 / Math.Sqrt(x), Low: 0.1, High: 9),
        ["Selu"] = new(Unary.Of<Selu>(), x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Expm1(x)), Kinks: [0]),
        ["Sigmoid"] = new(Unary.Of<Sigmoid>(), x => 1 / (1 + Math.Exp(-x))),
        ["Sign"] = new(Unary.Of<Sign>(), x => Math.Sign(x), Kinks: [0]),
        ["Sin"] = new(Unary.Of<Sin>(), Math.Sin, Low: -3, High: 3, Tiny: 1),
        ["SoftShrink"] = new(Unary.Of(new SoftShrink(0.5f)), x => x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : 0, Kinks: [-0.5, 0.5]),
        ["Softplus"] = new(Unary.Of<Softplus>(), x => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)))),
        ["Softsign"] = new(Unary.Of<Softsign>(), x => x / (1 + Math.Abs(x)), Tiny: 1),
        ["SparsePlus"] = new(Unary.Of<SparsePlus>(), x => x <= -1 ? 0 : x >= 1 ? x : (x + 1) * (x + 1) / 4),
        ["Sqrt"] = new(Unary.Of<Sqrt>(), Math.Sqrt, Low: 0.1, High: 9),
        ["Square"] = new(Unary.Of<Square>(), x => x * x),
        ["Squareplus"] = new(Unary.Of(new Squareplus(4)), x => (x + Math.Sqrt(x * x + 4)) / 2),
        ["Swish"] = new(Unary.Of<Swish>(), x => x / (1 + Math.Exp(-x)), Tiny: 0.5),
        ["Tanh"] = new(Unary.Of<Tanh>(), Math.Tanh, Tiny: 1),
        ["TanhShrink"] = new(Unary.Of<TanhShrink>(), x => Math.Abs(x) < 1e-3 ? x * x * x / 3 : x - Math.Tanh(x)),
        ["ThresholdedRelu"] = new(Unary.Of(new ThresholdedRelu(0.8f)), x => x > 0.8 ? x : 0, Kinks: [0.8]),
        ["LogicalNot"] = new(Unary.Of<LogicalNot>(), x => x == 0 ? 1 : 0, Kinks: [0]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static IEnumerable<double> Whole => Enumerable.Range(-9, 19).Select(i => (double)i);

    /// <summary>Within a few units in the last place of the true value, over a dense sample.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Value_is_accurate(string name)
    {
        var c = Cases[name];
        var x = Values.Random(1, [4001], c.Low, c.High, c.Kinks ?? []);
        var (values, _) = Apply(c.Operation, x, []);
        for (var i = 0; i < values.Length; i++)
        {
            var expected = c.Function(x.Items[i]);
            if (!(Math.Abs(values[i] - expected) <= c.Ulps * Math.Pow(2, -23) * Math.Abs(expected) + c.Absolute))
                values[i].ShouldBe((float)expected, $"{name}({x.Items[i]:R})");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Slope_is_that_of_central_differences(string name)
    {
        var c = Cases[name];
        var x = Values.Random(2, [61], c.Low, c.High, c.Kinks ?? []);
        GradientCheck.Verify(c.Operation, [x], v => new(v[0].Shape, [.. v[0].Items.Select(c.Function)]));
    }

    /// <summary>Near zero the function is its slope there times x, to full relative precision.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Tiny_numbers_keep_their_digits(string name)
    {
        var c = Cases[name];
        if (c.Tiny == 0) return;
        float[] tiny = [1e-30f, -1e-30f, 3e-20f, -2e-10f, 1e-9f];
        var (values, _) = Apply(c.Operation, new([5], [.. tiny.Select(v => (double)v)]), []);
        for (var i = 0; i < tiny.Length; i++)
            Math.Abs(values[i] / (tiny[i] * c.Tiny) - 1).ShouldBeLessThan(1e-6, $"{name}({tiny[i]})");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaN_stays_NaN(string name)
    {
        if (name is "LogicalNot" or "PowerOf 0") return;
        Apply(Cases[name].Operation, new([3], [double.NaN, 1, double.NaN]), []).Values[0].ShouldBe(float.NaN);
    }

    [Theory]
    [InlineData("Tanh", -200, -1)]
    [InlineData("Tanh", 200, 1)]
    [InlineData("Mish", -500, 0)]
    [InlineData("Mish", 500, 500)]
    [InlineData("Gelu", 500, 500)]
    [InlineData("Gelu", -500, 0)]
    [InlineData("GeluTanh", 1e20, 1e20)]
    [InlineData("GeluTanh", -1e20, 0)]
    [InlineData("Softplus", 500, 500)]
    [InlineData("Softplus", -500, 0)]
    [InlineData("LogSigmoid", -500, -500)]
    [InlineData("Erf", -50, -1)]
    [InlineData("Elu", -500, -0.7)]
    [InlineData("Sigmoid", -500, 0)]
    [InlineData("Squareplus", -1e15, 0)]
    public void Large_numbers_reach_the_limit(string name, double x, double expected)
    {
        var (values, gradients) = Apply(Cases[name].Operation, new([1], [x]), [1]);
        values[0].ShouldBe((float)expected, 1e-6f);
        float.IsFinite(gradients[0][0]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("LeakyRelu", 0, 0.3f)]
    [InlineData("Relu", 0, 0)]
    [InlineData("Relu6", 6, 0)]
    [InlineData("Elu", 0, 1)]
    [InlineData("Abs", 0, 0)]
    [InlineData("Clip", -1, 1)]
    public void Slope_at_a_kink_is_that_of_TensorFlow(string name, float x, float expected) =>
        Apply(Cases[name].Operation, new([1], [x]), [1]).Gradients[0][0].ShouldBe(expected);

    private static (float[] Values, float[][] Gradients) Apply(Operation operation, Values x, double[] seed)
    {
        var builder = new GraphBuilder();
        var node = builder.Input("x", x.Shape);
        var y = builder.Call("y", operation, node);
        return GradientCheck.Run([node], [x], y, seed.Length > 0 ? [node] : [], new(x.Shape, seed));
    }

    private static double Expm1(double x) => Math.Abs(x) < 1e-5 ? x + x * x / 2 : Math.Exp(x) - 1;

    private static double Log1p(double x) => Math.Abs(x) < 1e-5 ? x - x * x / 2 : Math.Log(1 + x);

    private static double ErfSeries(double x)
    {
        double sum = 0, term = x;
        for (var n = 0; n < 80; n++)
        {
            sum += term / (2 * n + 1);
            term *= -x * x / (n + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    /// <summary>1 - erf, by its series, or by its continued fraction where that would cancel.</summary>
    private static double Erfc(double x)
    {
        if (x < 0) return 2 - Erfc(-x);
        if (x < 1.5) return 1 - ErfSeries(x);
        var tail = x;
        for (var k = 150; k >= 1; k--) tail = x + k / 2.0 / tail;
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / tail;
    }

    /// <param name="Tiny">The slope at 0 of a function that is 0 there; 0 where this is not to be checked.</param>
    private sealed record Case(Operation Operation, Func<double, double> Function, double Low = -8, double High = 8, double[]? Kinks = null, double Ulps = 5, double Tiny = 0, double Absolute = 0);
}
