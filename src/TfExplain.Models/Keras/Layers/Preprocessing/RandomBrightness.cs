using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>x plus a share of the value range, an image's own, cut to the range.</summary>
internal sealed record RandomBrightness(LayerConfig Config) : Augmentation(Config)
{
    protected override Node Train(LayerCall call, Node x)
    {
        var range = ValueRange();
        var (low, high) = Factor("factor", Both);
        var size = range.High - range.Low;
        return Cut(call, call.Apply(new Add(), x, Draw(call, x, "brightness", (low * size, high * size))), range);
    }
}
