using TfExplain.Engine.Operations;

namespace TfExplain.Engine.Tests.Operations;

public class ConvLstmTests
{
    [Fact]
    public void On_single_pixels_it_is_an_lstm()
    {
        Activation tanh = Activation.Of<Tanh>(), sigmoid = Activation.Of<Sigmoid>();
        var cell = new ConvLstm(new([1, 1], Padding.Same, [1, 1]), tanh, sigmoid);
        // The states h of all three steps, one after the other along the last axis.
        Node Build(GraphBuilder b, Node[] x)
        {
            var states = cell.Unroll(b, "cell", x[0], x[1], x[2], x[3], (x[4], x[5]));
            Node Padded(int t) => b.Call("padded", new Pad([0, 0, 0, 3 * t], [0, 0, 0, 3 * (2 - t)]), states[t].H);
            return b.Call("all", new Add(), b.Call("sum", new Add(), Padded(0), Padded(1)), Padded(2));
        }
        new Trial(Build).With([2, 3, 1, 1, 2], declared: [Shape.Unknown, 3, 1, 1, 2]).With([1, 1, 2, 12]).With([1, 1, 3, 12]).With([12]).With([2, 1, 1, 3]).With([2, 1, 1, 3]).ShouldMatch(x =>
        {
            var zx = new double[2 * 3 * 12];
            for (var row = 0; row < 6; row++)
                for (var o = 0; o < 12; o++) zx[row * 12 + o] = x[3][o] + x[0][row * 2] * x[1][o] + x[0][row * 2 + 1] * x[1][12 + o];
            var states = new RecurrentReference(2, 3, 3, Math.Tanh, v => 1 / (1 + Math.Exp(-v))).Lstm(zx, x[2], x[4], x[5]);
            return [.. states.Where((_, i) => i % 6 < 3)];
        });
    }

    [Fact]
    public void The_number_of_steps_must_be_known()
    {
        var b = new GraphBuilder();
        var cell = new ConvLstm(new([1, 1], Padding.Same, [1, 1]), Activation.Linear, Activation.Linear);
        Node x = b.Input("x", [Shape.Unknown, Shape.Unknown, 4, 4, 2]), kernel = b.Input("k", [3, 3, 2, 12]), recurrent = b.Input("r", [3, 3, 3, 12]);
        Should.Throw<ShapeException>(() => cell.Unroll(b, "cell", x, kernel, recurrent, null)).Message.ShouldContain("known steps");
    }
}
