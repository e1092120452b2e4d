namespace TfExplain.Engine.Operations;

/// <summary>
/// A convolutional LSTM, unrolled over a known number of steps: i, f, o = g(W * x[t] + b + R * h[t-1]), k = a(W * x[t] + b + R * h[t-1]),
/// c[t] = f c[t-1] + i k, h[t] = o a(c[t]), * being convolutions. Gates in the order i, f, k, o. (Shi et al., 2015, arXiv 1506.04214.)
/// </summary>
/// <param name="Convolution">The convolution of the inputs; the states' keeps their size.</param>
/// <param name="Activation">a, of the candidate k and of the cell.</param>
/// <param name="RecurrentActivation">g, of the gates.</param>
public sealed record ConvLstm(Convolution Convolution, Activation Activation, Activation RecurrentActivation)
{
    /// <summary>
    /// The states h and c after every step, each [N, positions..., F]. x is [N, T, spatial..., C], of which all but N must be known;
    /// the kernels are [taps..., C, 4 F] and [taps..., F, 4 F], the bias [4 F] or absent. The first states are zero where none are given.
    /// </summary>
    /// <exception cref="ShapeException">The steps or spatial extents are not known.</exception>
    public IReadOnlyList<(Node H, Node C)> Unroll(GraphBuilder builder, string name, Node x, Node kernel, Node recurrentKernel, Node? bias, (Node H, Node C)? initial = null)
    {
        if (x.Shape.Rank < 4 || !x.Shape[1..].IsKnown) throw new ShapeException($"'{name}' is unrolled: expected [batch, steps, spatial..., channels] with known steps and extents, found {x.Shape}.");
        var steps = x.Shape[1];
        var images = builder.Call($"{name}/images", new Reshape([-1, .. x.Shape.Span[2..]]), x);
        var sums = builder.Call($"{name}/projection", Convolution, [images, kernel, .. bias is null ? (ReadOnlySpan<Node>)[] : [bias]]);
        var position = sums.Shape.Span[1..].ToArray();
        var sequence = builder.Call($"{name}/sequence", new Reshape([-1, steps, .. position]), sums);
        var recurrent = new Convolution(Ints.Repeat(1, position.Length - 1), Padding.Same, Ints.Repeat(1, position.Length - 1));

        var states = new List<(Node H, Node C)>();
        var state = initial;
        for (var t = 0; t < steps; t++)
        {
            var step = builder.Call($"{name}/step{t}", new Slice([0, t, .. new int[position.Length]], [-1, 1, .. position]), sequence);
            var sum = builder.Call($"{name}/step{t}/sums", new Reshape([-1, .. position]), step);
            if (state is { } last) sum = builder.Call($"{name}/step{t}/sums", new Add(), sum, builder.Call($"{name}/step{t}/recurrent", recurrent, last.H, recurrentKernel));
            state = Cell(builder, $"{name}/step{t}", sum, state?.C);
            states.Add(state.Value);
        }
        return states;
    }

    private (Node H, Node C) Cell(GraphBuilder builder, string name, Node sums, Node? previous)
    {
        int rank = sums.Shape.Rank, filters = sums.Shape[^1] / 4;
        Node Gate(int index, string gate, Activation activation) => builder.Call($"{name}/{gate}", activation.Operation,
            builder.Call($"{name}/{gate}/sum", new Slice([.. new int[rank - 1], index * filters], [.. Ints.Repeat(-1, rank - 1), filters]), sums));

        var c = builder.Call($"{name}/new", new Multiply(), Gate(0, "input_gate", RecurrentActivation), Gate(2, "candidate", Activation));
        if (previous is not null)
            c = builder.Call($"{name}/cell", new Add(), c, builder.Call($"{name}/kept", new Multiply(), Gate(1, "forget_gate", RecurrentActivation), previous));
        var h = builder.Call($"{name}/output", new Multiply(), Gate(3, "output_gate", RecurrentActivation), builder.Call($"{name}/activated", Activation.Operation, c));
        return (h, c);
    }
}
