using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>The residual of InceptionResNetV2: a + scale b.</summary>
internal sealed record CustomScale(float Scale) : Layer
{
    public static CustomScale Read(LayerConfig config) => new(config.Float("scale"));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => call.Inputs.Count == 2
        ? [call.Apply(new Add(), call.Inputs[0].Value, call.Apply(new Multiply(), call.Inputs[1].Value, call.Constant(Scale)))]
        : throw new ModelFormatException($"Layer '{call.Path}' expects two inputs; found {call.Inputs.Count}.");
}
