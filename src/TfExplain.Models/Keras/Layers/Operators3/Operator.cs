namespace TfExplain.Models.Keras.Layers.Ops;

/// <summary>Adds the operations of one keras.ops function.</summary>
internal delegate IReadOnlyList<Engine.Node> OperatorFunction(OperatorCall call);

/// <summary>
/// A keras.ops function as a node of a functional model (<c>x / 255.</c>, <c>ops.mean(x, axis=1)</c>): its operands are arguments of the call,
/// its settings (axes, shapes) stand in the configuration.
/// </summary>
internal sealed record Operator(OperatorFunction Function, LayerConfig Config) : Layer
{
    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [.. Function(new(Config, call)).Select(value => new KerasTensor(value))];
}
