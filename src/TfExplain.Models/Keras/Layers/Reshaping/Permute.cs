using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>The axes behind the batch in another order; dims count from 1.</summary>
internal sealed record Permute(Ints Dims) : Layer
{
    public static Permute Read(LayerConfig config) => new(config.Ints("dims"));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [call.Apply(new Transpose([0, .. Dims]), call.Input)];
}
