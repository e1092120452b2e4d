using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>UpSampling1D to 3D: each spatial axis a whole number of times as long, by repetition or, in two dimensions, interpolated.</summary>
internal sealed record UpSampling(Ints Size, Interpolation Interpolation, bool ChannelsFirst) : Layer
{
    public static UpSampling Read(LayerConfig config, int rank) => new(config.Extents("size", rank, 2), Resizing.Method(config), config.ChannelsFirst);

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [ChannelsLast.Run(call, call.Input, ChannelsFirst, x =>
    {
        if (Interpolation != Interpolation.Nearest)
            return call.Apply("resized", (builder, name) => Resample.Spatial(builder, name, x, [.. Size.Select(factor => new Resize(Interpolation) { Factor = factor })]));
        for (var axis = Size.Count - 1; axis >= 0; axis--) x = call.Apply(new Repeat(axis + 1, Size[axis]), x);
        return x;
    })];
}
