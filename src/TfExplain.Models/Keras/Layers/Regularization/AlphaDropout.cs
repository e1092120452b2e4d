using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// In training each value is set to SELU's lower limit l = -1.7581 with probability p, and all are scaled and shifted so that mean 0 and variance 1 stay:
/// y = a (x or l) + b, a = ((1 - p) (1 + p l^2))^-1/2, b = -a p l (Klambauer et al., 2017, arXiv 1706.02515).
/// </summary>
internal sealed record AlphaDropout(float Rate) : Layer
{
    private const double Limit = -1.6732632423543772 * 1.0507009873554805;

    public static AlphaDropout Read(LayerConfig config) => new(Dropout.ReadRate(config));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        if (call.Training is null || Rate is 0 or 1) return call.Inputs;
        var x = call.Input;
        var a = 1 / Math.Sqrt((1 - Rate) * (1 + Rate * Limit * Limit));
        var isKept = call.Apply(new GreaterEqual(), call.Random("dropout", false, x), call.Constant(Rate));
        var mixed = call.Apply(new Select(), isKept, x, call.Constant((float)Limit));
        return [new KerasTensor(call.Apply(new Add(), call.Apply(new Multiply(), mixed, call.Constant((float)a)), call.Constant((float)(-a * Rate * Limit))), call.Mask)];
    }
}
