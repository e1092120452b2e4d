namespace TfExplain.Models.Keras;

/// <summary>
/// A Keras layer: an immutable record of its configuration, named as Keras names it, that adds its operations to the graph when it is called.
/// A shared layer is called several times and finds the same weights each time. A new layer is one such record and a registered <see cref="LayerReader"/>.
/// </summary>
public abstract record Layer
{
    /// <summary>Whether training may change the layer's weights; Keras counts those of a frozen layer among the non-trainable ones.</summary>
    public bool IsTrainable { get; init; } = true;

    /// <summary>What the size of the layer's outputs costs in training.</summary>
    internal ActivityCost? ActivityRegularizer { get; init; }

    /// <summary>Adds the layer's operations on the call's inputs.</summary>
    /// <returns>The layer's outputs; nearly always one.</returns>
    public abstract IReadOnlyList<KerasTensor> Call(LayerCall call);

    /// <summary>The call, and in training what its outputs cost.</summary>
    internal IReadOnlyList<KerasTensor> Run(LayerCall call)
    {
        var outputs = Call(call);
        if (call.Training is not null)
            foreach (var output in outputs) ActivityRegularizer?.AddTo(call, output.Value);
        return outputs;
    }
}
