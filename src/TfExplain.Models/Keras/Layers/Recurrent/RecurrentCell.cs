using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>A cell that a recurrent layer steps along sequences. It computes all steps at once, so that the engine can.</summary>
internal abstract record RecurrentCell : Layer
{
    /// <summary>The share of the inputs that training drops: one mask per sequence, the same in every step.</summary>
    public float DropoutRate { get; init; }

    /// <summary>The share of the states that Keras drops on their way into the next step; cannot be trained here.</summary>
    public float RecurrentDropout { get; init; }

    /// <summary>Whether each gate has a mask of its own (Keras's <c>implementation</c> 1).</summary>
    public bool DropsByGate { get; init; }

    /// <summary>The number of its states.</summary>
    public abstract int StateCount { get; }

    /// <summary>Every state after every step, [N, T, ...] each: first the output, then for an LSTM the cell state.</summary>
    public abstract IReadOnlyList<Node> Run(LayerCall call, Node x, Node? mask, IReadOnlyList<Node> initial);

    public sealed override IReadOnlyList<KerasTensor> Call(LayerCall call) =>
        throw new ModelFormatException($"Layer '{call.Path}' is a recurrent cell; put it into an RNN layer.");

    /// <summary>The cell with the dropout that its configuration asks for.</summary>
    protected static RecurrentCell WithDropout(LayerConfig config, RecurrentCell cell) => cell with
    {
        DropoutRate = Dropout.ReadInner(config),
        RecurrentDropout = Dropout.ReadInner(config, "recurrent_dropout"),
        DropsByGate = config.Find("implementation") is { ValueKind: System.Text.Json.JsonValueKind.Number } && config.Int("implementation") == 1,
    };

    /// <summary>x, in training with one mask per sequence [N, T, ...].</summary>
    protected Node Drop(LayerCall call, Node x)
    {
        if (call.Training is not null && RecurrentDropout is > 0 and < 1)
            throw new ModelFormatException($"Layer '{call.Path}' has a recurrent_dropout of {RecurrentDropout}, which cannot be trained; use dropout, or a Dropout layer between recurrent ones.");
        return Dropout.DropInner(call, x, DropoutRate, [1, 0, .. Ints.Repeat(1, x.Shape.Rank - 2)]);
    }

    /// <summary>x W + b for every step, W [channels, gates units].</summary>
    protected Node Project(LayerCall call, Node x, Node kernel, Node? bias, int gates)
    {
        Node Product(Node value, Node w, Node? b) => b is null ? call.Apply(new Engine.Operations.Dense(), value, w) : call.Apply(new Engine.Operations.Dense(), value, w, b);
        if (call.Training is null || DropoutRate is 0 or 1 || !DropsByGate || gates == 1) return Product(Drop(call, x), kernel, bias);
        var units = kernel.Shape[1] / gates;
        return call.Apply(new Concat(-1), [.. Enumerable.Range(0, gates).Select(gate =>
            Product(Drop(call, x), call.Apply(new Slice([0, gate * units], [-1, units]), kernel), bias is null ? null : call.Apply(new Slice([gate * units], [units]), bias)))]);
    }

    /// <summary>The engine's operation, and the states apart from one another.</summary>
    protected IReadOnlyList<Node> Step(LayerCall call, Recurrent operation, IEnumerable<Node> inputs, Node? mask, IReadOnlyList<Node> initial, int units)
    {
        var states = call.Apply(operation with { HasInitialState = initial.Count > 0, HasMask = mask is not null }, [.. inputs, .. initial, .. mask is null ? (ReadOnlySpan<Node>)[] : [mask]]);
        return StateCount == 1 ? [states] : [.. Enumerable.Range(0, StateCount).Select(i => call.Apply(new Slice([0, 0, i * units], [-1, -1, units]), states))];
    }

    /// <summary>The engine's form of an activation function.</summary>
    protected static Engine.Operations.Activation Elementwise(LayerConfig config, string name, string otherwise) =>
        KerasActivations.Elementwise(config.Activation(name, otherwise))
            ?? throw new UnsupportedLayerException(config.Name, config.ClassName, $"the {name} of a recurrent layer must be a built-in function of single elements");
}
