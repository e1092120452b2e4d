using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>The cell of an LSTM. Weights: kernel [channels, 4 units], recurrent_kernel [units, 4 units], bias [4 units]; gates in the order i, f, c, o.</summary>
internal sealed record LstmCell(int Units, Lstm Operation, bool UseBias) : RecurrentCell
{
    public static RecurrentCell Read(LayerConfig config) => WithDropout(config, new LstmCell(
        config.Count("units"), new(Elementwise(config, "activation", "tanh"), Elementwise(config, "recurrent_activation", "sigmoid")), config.Bool("use_bias", true)));

    public override int StateCount => 2;

    public override IReadOnlyList<Node> Run(LayerCall call, Node x, Node? mask, IReadOnlyList<Node> initial)
    {
        var kernel = call.Weight("kernel", [x.Shape[^1], 4 * Units]);
        var recurrent = call.Weight("recurrent_kernel", [Units, 4 * Units]);
        var projected = Project(call, x, kernel, UseBias ? call.Weight("bias", [4 * Units]) : null, 4);
        return Step(call, Operation, [projected, recurrent], mask, initial, Units);
    }
}
