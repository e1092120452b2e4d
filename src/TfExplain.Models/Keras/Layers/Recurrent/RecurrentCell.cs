using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>A cell that a recurrent layer steps along sequences. It computes all steps at once, so that the engine can.</summary>
internal abstract record RecurrentCell : Layer
{
    /// <summary>The number of its states.</summary>
    public abstract int StateCount { get; }

    /// <summary>Every state after every step, [N, T, ...] each: first the output, then for an LSTM the cell state.</summary>
    public abstract IReadOnlyList<Node> Run(LayerCall call, Node x, Node? mask, IReadOnlyList<Node> initial);

    public sealed override IReadOnlyList<KerasTensor> Call(LayerCall call) =>
        throw new ModelFormatException($"Layer '{call.Path}' is a recurrent cell; put it into an RNN layer.");

    /// <summary>x W + b for every step.</summary>
    protected static Node Project(LayerCall call, Node x, Node kernel, Node? bias) =>
        bias is null ? call.Apply(new Engine.Operations.Dense(), x, kernel) : call.Apply(new Engine.Operations.Dense(), x, kernel, bias);

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
