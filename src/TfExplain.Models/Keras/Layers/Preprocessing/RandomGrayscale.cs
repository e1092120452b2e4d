using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>With a probability of the factor all three channels become 0.2989 r + 0.587 g + 0.114 b.</summary>
internal sealed record RandomGrayscale(LayerConfig Config) : Augmentation(Config)
{
    protected override Node Train(LayerCall call, Node x)
    {
        if (x.Shape[3] != 3) throw Config.Error($"images should have 3 channels; found {x.Shape}.");
        var (_, factor) = Factor("factor", f => (f, f), 0.5f, lowest: 0);
        var grey = call.Apply(new Engine.Operations.Dense(), x, call.Constant([3, 3], 0.2989f, 0.2989f, 0.2989f, 0.587f, 0.587f, 0.587f, 0.114f, 0.114f, 0.114f));
        return call.Apply(new Select(), call.Apply(new Less(), Draw(call, x, "grey", (0, 1)), call.Constant(factor)), grey, x);
    }
}
