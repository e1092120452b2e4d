using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// SimpleRNN, LSTM, GRU, ConvLSTM1D to 3D and RNN: a cell along the steps of [N, T, ...]. Masked steps keep the state. The states begin at zero or at those given;
/// <c>stateful</c> is not regarded, as every prediction begins anew; it cannot be trained.
/// </summary>
internal sealed record RecurrentLayer(RecurrentCell Cell, bool ReturnSequences, bool ReturnState, bool GoBackwards, bool ZeroOutputForMask, bool IsStateful) : Layer
{
    public static RecurrentLayer Read(LayerConfig config, Func<LayerConfig, RecurrentCell> cell)
    {
        if (config.Bool("time_major", false)) throw new UnsupportedLayerException(config.Name, config.ClassName, "time_major is not supported; put the batch axis first");
        return new(cell(config), config.Bool("return_sequences", false), config.Bool("return_state", false), config.Bool("go_backwards", false), config.Bool("zero_output_for_mask", false), config.Bool("stateful", false));
    }

    public static RecurrentLayer ReadRnn(LayerConfig config) => Read(config, c => c.Layer("cell") as RecurrentCell
        ?? throw new UnsupportedLayerException(c.Name, c.ClassName, "the cell of an RNN must be an LSTMCell, GRUCell, SimpleRNNCell or StackedRNNCells"));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        if (call.Training is not null && IsStateful) throw new ModelFormatException($"Layer '{call.Path}' is stateful, which cannot be trained; build it with stateful = false.");
        IReadOnlyList<Node> initial = [.. (call.Find("initial_state")?.Tensors ?? call.Inputs.Skip(1)).Select(t => t.Value)];
        if (initial.Count != 0 && initial.Count != Cell.StateCount)
            throw new ModelFormatException($"Layer '{call.Path}' is given {initial.Count} initial states; its cell has {Cell.StateCount}.");
        var x = call.Input;
        var mask = call.Mask;
        if (GoBackwards)
        {
            x = call.Apply(new Reverse([1]), x);
            if (mask is not null) mask = call.Apply(new Reverse([1]), mask);
        }
        var states = Cell.Run(call.Sub("cell", Cell.IsTrainable), x, mask, initial);
        var sequence = states[0];
        if (ZeroOutputForMask && mask is not null) sequence = call.Apply(new Multiply(), sequence, call.Apply(new Engine.Operations.Reshape([.. Ints.Repeat(0, 2), .. Ints.Repeat(1, sequence.Shape.Rank - 2)]), mask));
        var output = ReturnSequences ? new KerasTensor(sequence, call.Mask) : new KerasTensor(Last(call, sequence));
        if (!ReturnState) return [output];
        // A stack has its output before its states; any other cell's output is its first state.
        return [output, .. states.Skip(states.Count - Cell.StateCount).Select(s => new KerasTensor(Last(call, s)))];
    }

    /// <summary>The last step of [N, T, ...].</summary>
    private static Node Last(LayerCall call, Node sequence)
    {
        var rest = sequence.Shape.Span[2..].ToArray();
        var steps = sequence.Shape[1];
        // An unknown number of steps is turned around, so that the last comes first.
        if (steps == Shape.Unknown) (sequence, steps) = (call.Apply(new Reverse([1]), sequence), 1);
        var last = call.Apply(new Slice([0, steps - 1, .. new int[rest.Length]], [-1, 1, .. Ints.Repeat(-1, rest.Length)]), sequence);
        return call.Apply(new Engine.Operations.Reshape([-1, .. rest]), last);
    }
}
