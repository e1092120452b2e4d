using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>AdaptiveAveragePooling1D to 3D and AdaptiveMaxPooling1D to 3D: each spatial axis in as many windows as the output has positions.</summary>
internal sealed record AdaptivePooling(Ints OutputSize, bool Max, bool ChannelsFirst) : Layer
{
    public static AdaptivePooling Read(LayerConfig config, int rank, bool max) => new(config.Extents("output_size", rank), max, config.ChannelsFirst);

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [ChannelsLast.Run(call, call.Input, ChannelsFirst, x =>
        call.Apply("pooled", (builder, name) => Max ? AdaptivePool.Max(builder, name, x, OutputSize) : AdaptivePool.Average(builder, name, x, OutputSize)))];
}
