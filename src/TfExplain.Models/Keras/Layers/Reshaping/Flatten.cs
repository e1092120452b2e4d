using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>[N, ...] to [N, all the rest]; channels first data is flattened with its channels last, as Keras does.</summary>
internal sealed record Flatten(bool ChannelsFirst) : Layer
{
    public static Flatten Read(LayerConfig config) => new(config.ChannelsFirst);

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var x = call.Input;
        if (ChannelsFirst && x.Shape.Rank > 2) x = call.Apply(new Transpose(Ints.Create([0, .. Enumerable.Range(2, x.Shape.Rank - 2), 1])), x);
        return [call.Apply(new Engine.Operations.Reshape([0, -1]), x)];
    }
}
