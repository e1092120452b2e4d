using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>The identity that adds l1 sum |x| + l2 sum x^2 to the loss in training, in Keras 2 divided by the batch size.</summary>
internal sealed record ActivityRegularization(float L1, float L2, bool IsKeras2) : Layer
{
    public static ActivityRegularization Read(LayerConfig config) => new(config.Float("l1", 0), config.Float("l2", 0), config.Options.IsKeras2);

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        if (call.Training is null) return call.Inputs;
        var x = call.Input;
        Node Sum(Node value, float factor) => call.Apply(new Multiply(), call.Apply(new Reduce(ReduceKind.Sum, []), value), call.Constant(factor));
        var loss = call.Apply(new Add(), Sum(call.Apply(Unary.Of<Abs>(), x), L1), Sum(call.Apply(Unary.Of<Square>(), x), L2));
        ActivityCost.AddTo(call, loss, x, IsKeras2);
        return call.Inputs;
    }
}
