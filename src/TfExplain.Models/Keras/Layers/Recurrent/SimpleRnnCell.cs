using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>The cell of a SimpleRNN. Weights: kernel [channels, units], recurrent_kernel [units, units], bias [units].</summary>
internal sealed record SimpleRnnCell(int Units, SimpleRnn Operation, bool UseBias) : RecurrentCell
{
    public static RecurrentCell Read(LayerConfig config) => WithDropout(config, new SimpleRnnCell(config.Count("units"), new(Elementwise(config, "activation", "tanh")), config.Bool("use_bias", true)));

    public override int StateCount => 1;

    public override IReadOnlyList<Node> Run(LayerCall call, Node x, Node? mask, IReadOnlyList<Node> initial)
    {
        var kernel = call.Weight("kernel", [x.Shape[^1], Units]);
        var recurrent = call.Weight("recurrent_kernel", [Units, Units]);
        var projected = Project(call, x, kernel, UseBias ? call.Weight("bias", [Units]) : null, 1);
        return Step(call, Operation, [projected, recurrent], mask, initial, Units);
    }
}
