using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

public sealed class BinaryTests
{
    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["Add"] = new(new Add(), (a, b) => a + b),
        ["Subtract"] = new(new Subtract(), (a, b) => a - b),
        ["Multiply"] = new(new Multiply(), (a, b) => a * b),
        ["Divide"] = new(new Divide(), (a, b) => a / b, Low: 0.5),
        ["Maximum"] = new(new Maximum(), Math.Max),
        ["Minimum"] = new(new Minimum(), Math.Min),
        ["Power"] = new(new Power(), Math.Pow, Low: 0.2),
        ["SquaredDifference"] = new(new SquaredDifference(), (a, b) => (a - b) * (a - b)),
        ["FloorDivide"] = new(new FloorDivide(), (a, b) => Math.Floor(a / b), Low: 0.3),
        ["FloorMod"] = new(new FloorMod(), (a, b) => a - b * Math.Floor(a / b), Low: 0.3),
        ["Less"] = new(new Less(), (a, b) => a < b ? 1 : 0),
        ["LessEqual"] = new(new LessEqual(), (a, b) => a <= b ? 1 : 0),
        ["Greater"] = new(new Greater(), (a, b) => a > b ? 1 : 0),
        ["GreaterEqual"] = new(new GreaterEqual(), (a, b) => a >= b ? 1 : 0),
        ["Equal"] = new(new Equal(), (a, b) => a == b ? 1 : 0),
        ["NotEqual"] = new(new NotEqual(), (a, b) => a != b ? 1 : 0),
        ["LogicalAnd"] = new(new LogicalAnd(), (a, b) => a != 0 && b != 0 ? 1 : 0),
        ["LogicalOr"] = new(new LogicalOr(), (a, b) => a != 0 || b != 0 ? 1 : 0),
        ["LogicalXor"] = new(new LogicalXor(), (a, b) => (a != 0) != (b != 0) ? 1 : 0),
        ["PRelu"] = new(new PRelu(), (a, b) => a > 0 ? a : a * b),
    };

    private static readonly (Shape A, Shape B)[] Shapes =
    [
        ([], []), ([7], [7]), ([2, 3, 4], [2, 3, 4]), ([2, 3, 4], [4]), ([3, 1], [2, 1, 5]), ([2, 1, 3, 1], [1, 4, 1, 5]), ([], [3, 3]), ([2, 3, 5], [3, 1]), ([1, 1], [1]), ([0, 3], [3]),
    ];

    public static TheoryData<string, int> All
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var name in Cases.Keys)
                for (var i = 0; i < Shapes.Length; i++) data.Add(name, i);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Broadcasts_as_the_definition_says(string name, int shapes)
    {
        var (operation, function, low) = Cases[name];
        var (a, b) = Shapes[shapes];
        GradientCheck.Verify(operation, [Values.Random(3, a, low, 3, 0), Values.Random(4, b, low, 3, 0)],
            x => Values.Of(Shape.Broadcast(x[0].Shape, x[1].Shape), i => function(x[0].Broadcast(i), x[1].Broadcast(i))));
    }

    [Theory]
    [InlineData("Less", 0)]
    [InlineData("LessEqual", 1)]
    [InlineData("Greater", 0)]
    [InlineData("GreaterEqual", 1)]
    [InlineData("Equal", 1)]
    [InlineData("NotEqual", 0)]
    [InlineData("LogicalAnd", 1)]
    public void Ties(string name, float expected) => Run(Cases[name].Operation, 2, 2).Value.ShouldBe(expected);

    [Theory]
    [InlineData("Maximum")]
    [InlineData("Minimum")]
    public void A_tie_gives_its_cotangent_to_the_first(string name) => Run(Cases[name].Operation, 2, 2).ShouldBe((2, 1, 0));

    [Theory]
    [InlineData(7, 3, 1)]
    [InlineData(-7, 3, 2)]
    [InlineData(7, -3, -2)]
    [InlineData(-7, -3, -1)]
    [InlineData(6, -3, 0)]
    public void FloorMod_takes_the_sign_of_the_divisor(float a, float b, float expected) => Run(new FloorMod(), a, b).Value.ShouldBe(expected);

    [Fact]
    public void Power_has_no_logarithm_of_a_base_that_is_not_positive() => Run(new Power(), -2, 3).ShouldBe((-8, 12, 0));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Select_broadcasts_all_three(int shapes)
    {
        (Shape C, Shape A, Shape B)[] cases = [([2, 3, 4], [2, 3, 4], [2, 3, 4]), ([3, 1], [4], []), ([2, 1, 4], [1, 3, 1], [2, 3, 4]), ([], [], [])];
        var (c, a, b) = cases[shapes];
        GradientCheck.Verify(new Select(), [Values.Whole(5, c, 2), Values.Random(6, a), Values.Random(7, b)],
            x => Values.Of(Shape.Broadcast(c, Shape.Broadcast(a, b)), i => x[0].Broadcast(i) != 0 ? x[1].Broadcast(i) : x[2].Broadcast(i)), 0);
    }

    private static (float Value, float DA, float DB) Run(Operation operation, float a, float b)
    {
        var builder = new GraphBuilder();
        Node[] nodes = [builder.Input("a", []), builder.Input("b", [])];
        var (values, gradients) = GradientCheck.Run(nodes, [new([], [a]), new([], [b])], builder.Call("y", operation, nodes), nodes, new([], [1]));
        return (values[0], gradients[0][0], gradients[1][0]);
    }

    private sealed record Case(Operation Operation, Func<double, double, double> Function, double Low = -3);
}
