using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

public class RecurrentTests
{
    private static readonly Activation Gate = Activation.Of<Sigmoid>();
    private static readonly Activation Candidate = Activation.Of<Tanh>();

    private static double GateOf(double x) => 1 / (1 + Math.Exp(-x));

    public static TheoryData<int, int, int, bool, bool> Sizes => new()
    {
        { 1, 1, 1, false, false },
        { 2, 5, 3, false, false },
        { 2, 4, 3, true, true },
        { 3, 3, 37, true, false },
        { 2, 1, 4, true, true },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Lstm_follows_its_formula(int batch, int steps, int units, bool initial, bool masked)
    {
        var trial = Trial(new Lstm(Candidate, Gate) { HasInitialState = initial, HasMask = masked }, batch, steps, units, 4, 2);
        trial.ShouldMatch(x => Reference(batch, steps, units, masked).Lstm(x[0], x[1], initial ? x[2] : null, initial ? x[3] : null), constant: masked ? [initial ? 4 : 2] : []);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gru_follows_its_formula(int batch, int steps, int units, bool initial, bool masked)
    {
        var trial = Trial(new Gru(Candidate, Gate) { HasInitialState = initial, HasMask = masked }, batch, steps, units, 3, 1);
        trial.ShouldMatch(x => Reference(batch, steps, units, masked).Gru(x[0], x[1], initial ? x[2] : null), constant: masked ? [initial ? 3 : 2] : []);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gru_with_reset_after_the_product_follows_its_formula(int batch, int steps, int units, bool initial, bool masked)
    {
        var trial = Trial(new GruResetAfter(Candidate, Gate) { HasInitialState = initial, HasMask = masked }, batch, steps, units, 3, 1);
        trial.ShouldMatch(x => Reference(batch, steps, units, masked).GruResetAfter(x[0], x[1], x[2], initial ? x[3] : null), constant: masked ? [initial ? 4 : 3] : []);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void SimpleRnn_follows_its_formula(int batch, int steps, int units, bool initial, bool masked)
    {
        var trial = Trial(new SimpleRnn(Candidate) { HasInitialState = initial, HasMask = masked }, batch, steps, units, 1, 1);
        trial.ShouldMatch(x => Reference(batch, steps, units, masked).SimpleRnn(x[0], x[1], initial ? x[2] : null), constant: masked ? [initial ? 3 : 2] : []);
    }

    [Fact]
    public void A_gru_may_lack_the_recurrent_bias() =>
        Trial(new GruResetAfter(Candidate, Gate, HasRecurrentBias: false), 2, 3, 4, 3, 1)
            .ShouldMatch(x => Reference(2, 3, 4, false).GruResetAfter(x[0], x[1], null));

    [Fact]
    public void Any_activation_goes()
    {
        // Slopes that read x, slopes that read y, kinks, and none at all.
        var sharp = Activation.Of(new HardSigmoid(0.2f, 0.5f));
        Trial(new Lstm(Activation.Of<Swish>(), sharp), 2, 3, 5, 4, 2).ShouldMatch(x =>
            new RecurrentReference(2, 3, 5, v => v * GateOf(v), v => Math.Clamp(0.2f * v + 0.5, 0, 1)).Lstm(x[0], x[1]));
        Trial(new SimpleRnn(Activation.Linear), 2, 3, 5, 1, 1).ShouldMatch(x =>
            new RecurrentReference(2, 3, 5, v => v, v => v).SimpleRnn(x[0], x[1]));
        Trial(new Gru(Activation.Of(new Relu(float.PositiveInfinity)), Gate), 2, 3, 5, 3, 1).ShouldMatch(x =>
            new RecurrentReference(2, 3, 5, v => Math.Max(0, v), GateOf).Gru(x[0], x[1]));
    }

    [Fact]
    public void Batches_and_threads_give_the_same_bits()
    {
        Trial(new Lstm(Candidate, Gate) { HasInitialState = true, HasMask = true }, 4, 3, 21, 4, 2).ShouldNotDependOnThreadsOrBatch(1);
        Trial(new Gru(Candidate, Gate), 4, 3, 21, 3, 1).ShouldNotDependOnThreadsOrBatch(1);
        Trial(new GruResetAfter(Candidate, Gate), 4, 3, 21, 3, 1).ShouldNotDependOnThreadsOrBatch(1, 2);
        Trial(new SimpleRnn(Candidate), 4, 3, 21, 1, 1).ShouldNotDependOnThreadsOrBatch(1);
    }

    [Fact]
    public void A_masked_step_repeats_the_state_and_passes_its_cotangent_on()
    {
        var trial = new Trial((b, x) => b.Call("rnn", new SimpleRnn(Activation.Linear) { HasMask = true }, x))
            .Given([1, 3, 1], [1, 10, 2]).Given([1, 1], [3]).Given([1, 3], [1, 0, 1]);
        var (value, _, _) = trial.Run();
        value.ShouldBe([1, 1, 5]);
    }

    [Fact]
    public void Steps_are_seen_from_the_first_that_the_mask_lets_pass()
    {
        var (seen, _, shape) = new Trial((b, x) => b.Call("seen", new SeenSteps(), x)).Given([2, 4], [0, 1, 0, 1, 0, 0, 0, 1]).Run();
        seen.ShouldBe([0, 1, 1, 1, 0, 0, 0, 1]);
        shape.ShouldBe([2, 4, 1]);
    }

    [Fact]
    public void The_batch_and_the_number_of_steps_may_be_unknown()
    {
        var b = new GraphBuilder();
        var zx = b.Input("zx", [Shape.Unknown, Shape.Unknown, 12]);
        var states = b.Call("lstm", new Lstm(Candidate, Gate), zx, b.Input("kernel", [3, 12]));
        states.Shape.ShouldBe([Shape.Unknown, Shape.Unknown, 6]);
    }

    [Theory]
    [InlineData(new[] { 2, 5, 8 }, new[] { 3, 12 }, "[batch, steps, 12], found [2,5,8]")]
    [InlineData(new[] { 2, 12 }, new[] { 3, 12 }, "[batch, steps, 12], found [2,12]")]
    [InlineData(new[] { 2, 5, 12 }, new[] { 4, 12 }, "[units, 4 units], found [4,12]")]
    public void Wrong_shapes_are_named(int[] zx, int[] kernel, string message)
    {
        var b = new GraphBuilder();
        var node = Should.Throw<ShapeException>(() => b.Call("lstm", new Lstm(Candidate, Gate), b.Input("zx", Shape.Create(zx)), b.Input("kernel", Shape.Create(kernel))));
        node.Message.ShouldContain(message);
    }

    [Fact]
    public void A_wrong_state_or_a_missing_input_is_named()
    {
        var b = new GraphBuilder();
        Node zx = b.Input("zx", [2, 5, 12]), kernel = b.Input("kernel", [3, 12]), state = b.Input("state", [2, 4]);
        Should.Throw<ShapeException>(() => b.Call("lstm", new Lstm(Candidate, Gate) { HasInitialState = true }, zx, kernel, state, state)).Message.ShouldContain("an initial state [2,3], found [2,4]");
        Should.Throw<ShapeException>(() => b.Call("lstm", new Lstm(Candidate, Gate) { HasMask = true }, zx, kernel)).Message.ShouldContain("expected 3 inputs, found 2");
    }

    private static RecurrentReference Reference(int batch, int steps, int units, bool masked) =>
        new(batch, steps, units, Math.Tanh, GateOf) { Mask = masked ? [.. Mask(batch, steps).Select(m => (double)m)] : null };

    private static float[] Mask(int batch, int steps) => [.. Enumerable.Range(0, batch * steps).Select(i => i % 3 == 0 ? 0f : 1f)];

    private static Trial Trial(Recurrent operation, int batch, int steps, int units, int gates, int states)
    {
        var trial = new Trial((b, x) => b.Call("rnn", operation, x))
            .With([batch, steps, gates * units], declared: [Shape.Unknown, Shape.Unknown, gates * units]).With([units, gates * units]);
        if (operation is GruResetAfter { HasRecurrentBias: true }) trial.With([3 * units]);
        for (var i = 0; operation.HasInitialState && i < states; i++) trial.With([batch, units]);
        if (operation.HasMask) trial.Given([batch, steps], Mask(batch, steps));
        return trial;
    }
}
