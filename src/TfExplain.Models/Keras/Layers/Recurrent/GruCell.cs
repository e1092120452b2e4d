using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// The cell of a GRU. Weights: kernel [channels, 3 units], recurrent_kernel [units, 3 units], bias [3 units], or [2, 3 units] (of the inputs, of the states)
/// where the reset gate acts after the product; gates in the order z, r, h.
/// </summary>
internal sealed record GruCell(int Units, Engine.Operations.Activation Activation, Engine.Operations.Activation RecurrentActivation, bool UseBias, bool ResetAfter) : RecurrentCell
{
    public static RecurrentCell Read(LayerConfig config) => WithDropout(config, new GruCell(
        config.Count("units"), Elementwise(config, "activation", "tanh"), Elementwise(config, "recurrent_activation", "sigmoid"),
        config.Bool("use_bias", true), config.Bool("reset_after", false)));

    public override int StateCount => 1;

    public override IReadOnlyList<Node> Run(LayerCall call, Node x, Node? mask, IReadOnlyList<Node> initial)
    {
        var width = 3 * Units;
        var kernel = call.Weight("kernel", [x.Shape[^1], width]);
        var recurrent = call.Weight("recurrent_kernel", [Units, width]);
        if (!ResetAfter)
        {
            var projected = Project(call, x, kernel, UseBias ? call.Weight("bias", [width]) : null, 3);
            return Step(call, new Gru(Activation, RecurrentActivation), [projected, recurrent], mask, initial, Units);
        }
        var operation = new GruResetAfter(Activation, RecurrentActivation, UseBias);
        if (!UseBias) return Step(call, operation, [Project(call, x, kernel, null, 3), recurrent], mask, initial, Units);
        var biases = call.Weight("bias", [2, width]);
        Node Row(int index) => call.Apply(new Engine.Operations.Reshape([width]), call.Apply(new Slice([index, 0], [1, width]), biases));
        return Step(call, operation, [Project(call, x, kernel, Row(0), 3), recurrent, Row(1)], mask, initial, Units);
    }
}
