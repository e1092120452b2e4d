using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>In training a sample's whole branch is 0 with the probability drop_path_rate, else divided by 1 - drop_path_rate (Huang et al., 2016, arXiv 1603.09382); the identity otherwise.</summary>
internal sealed record StochasticDepth(float DropPathRate) : Layer
{
    public static StochasticDepth Read(LayerConfig config) => new(config.Float("drop_path_rate", config.Float("rate", 0)) is >= 0 and < 1 and var rate ? rate : throw config.Error("drop_path_rate should be from 0 to below 1."));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) =>
        call.Training is null ? call.Inputs : [new KerasTensor(Dropout.DropInner(call, call.Input, DropPathRate, [1, .. Ints.Repeat(0, call.Input.Shape.Rank - 1)]), call.Mask)];
}
