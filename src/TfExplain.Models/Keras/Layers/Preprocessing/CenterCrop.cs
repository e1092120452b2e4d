using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>The middle of an image; one that is smaller than the crop is resized instead, its aspect ratio kept by cropping. RandomCrop of Keras 2 always resizes in inference.</summary>
internal sealed record CenterCrop(int Height, int Width, bool AlwaysResize, bool ChannelsFirst) : Layer
{
    public static CenterCrop Read(LayerConfig config, bool alwaysResize) => new(config.Count("height"), config.Count("width"), alwaysResize, config.ChannelsFirst);

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [ChannelsLast.Run(call, call.Input, ChannelsFirst, x =>
    {
        int rows = x.Shape.Rank - 3, height = x.Shape[^3], width = x.Shape[^2];
        if (height == Shape.Unknown || width == Shape.Unknown) throw new ModelFormatException($"Layer '{call.Path}' needs images of a known size; found {x.Shape}.");
        if (AlwaysResize || height < Height || width < Width) return Resizing.Smart(call, x, Height, Width);
        return call.Apply(new Slice([.. Ints.Repeat(0, rows), (height - Height) / 2, (width - Width) / 2, 0], [.. Ints.Repeat(-1, rows), Height, Width, -1]), x);
    })];
}
