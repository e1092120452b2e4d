using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>high - x instead of x with a probability of the factor's range, drawn for each image.</summary>
internal sealed record RandomInvert(LayerConfig Config) : Augmentation(Config)
{
    protected override Node Train(LayerCall call, Node x)
    {
        var isInverted = call.Apply(new Less(), Draw(call, x, "threshold", (0, 1)), Draw(call, x, "probability", Factor("factor", FromZero, 1, lowest: 0)));
        return call.Apply(new Select(), isInverted, Scaled(call, x, -1, ValueRange().High), x);
    }
}
