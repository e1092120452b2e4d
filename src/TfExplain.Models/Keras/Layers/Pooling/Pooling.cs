using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>MaxPooling1D to 3D and AveragePooling1D to 3D.</summary>
internal sealed record Pooling(Windows Windows, bool Max, bool ChannelsFirst) : Layer
{
    public static Pooling Read(LayerConfig config, int rank, bool max)
    {
        var size = config.Extents("pool_size", rank, 2);
        var strides = config.Find("strides") is null ? size : config.Extents("strides", rank);
        return new(new(size, strides, config.Padding(), Ints.Repeat(1, rank)), max, config.ChannelsFirst);
    }

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) =>
        [ChannelsLast.Run(call, call.Input, ChannelsFirst, x => call.Apply(Max ? new MaxPool(Windows) : new AveragePool(Windows), x))];
}
