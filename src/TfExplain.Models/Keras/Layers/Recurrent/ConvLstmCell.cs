using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>The cell of ConvLSTM1D to 3D. Weights: kernel [taps..., channels, 4 filters], recurrent_kernel [taps..., filters, 4 filters], bias [4 filters].</summary>
internal sealed record ConvLstmCell(int Filters, Ints KernelSize, ConvLstm Operation, bool UseBias) : RecurrentCell
{
    private const int MostSteps = 1 << 12;

    public static RecurrentCell Read(LayerConfig config, int rank) => config.ChannelsFirst
        ? throw new UnsupportedLayerException(config.Name, config.ClassName, "channels_first is not supported for convolutional LSTMs")
        : WithDropout(config, new ConvLstmCell(config.Count("filters"), config.Extents("kernel_size", rank),
            new(new(config.Extents("strides", rank, 1), config.Padding(), config.Extents("dilation_rate", rank, 1)), Elementwise(config, "activation", "tanh"), Elementwise(config, "recurrent_activation", "hard_sigmoid")),
            config.Bool("use_bias", true)));

    public override int StateCount => 2;

    public override IReadOnlyList<Node> Run(LayerCall call, Node x, Node? mask, IReadOnlyList<Node> initial)
    {
        if (x.Shape[1] > MostSteps) throw new ModelFormatException($"Layer '{call.Path}' is unrolled; {x.Shape[1]} steps are more than the {MostSteps} that are supported.");
        if (mask is not null) throw new ModelFormatException($"Layer '{call.Path}': masks are not supported for convolutional LSTMs.");
        x = Drop(call, x);
        var kernel = call.Weight("kernel", [.. KernelSize, x.Shape[^1], 4 * Filters]);
        var recurrent = call.Weight("recurrent_kernel", [.. KernelSize, Filters, 4 * Filters]);
        var bias = UseBias ? call.Weight("bias", [4 * Filters]) : null;
        IReadOnlyList<(Node H, Node C)> steps = [];
        call.Apply("unrolled", (builder, name) => (steps = Operation.Unroll(builder, name, x, kernel, recurrent, bias, initial.Count == 2 ? (initial[0], initial[1]) : null))[^1].H);
        Node Sequence(IEnumerable<Node> states) => call.Apply(new Concat(1), [.. states.Select(s => call.Apply(new Engine.Operations.Reshape([-1, 1, .. s.Shape.Span[1..]]), s))]);
        return [Sequence(steps.Select(s => s.H)), Sequence(steps.Select(s => s.C))];
    }
}
