using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>max_value where x >= max_value; x between threshold and that; negative_slope (x - threshold) below.</summary>
internal sealed record ReLU(float MaxValue, float NegativeSlope, float Threshold) : Layer
{
    public static ReLU Read(LayerConfig config) => new(
        config.Float("max_value", float.PositiveInfinity), config.Float("negative_slope", 0), config.Float("threshold", 0));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var operation = NegativeSlope == 0 && Threshold == 0
            ? Unary.Of(new Relu(MaxValue))
            : Unary.Of(new ReluGeneral(MaxValue, NegativeSlope, Threshold));
        return [new KerasTensor(call.Apply(operation, call.Input), call.Mask)];
    }
}
