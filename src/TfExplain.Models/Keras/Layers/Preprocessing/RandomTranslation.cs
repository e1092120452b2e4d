using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Each image is moved down and right by shares of its height and width.</summary>
internal sealed record RandomTranslation(LayerConfig Config) : Geometric(Config)
{
    protected override Node[] Lines(LayerCall call, Node x, int height, int width)
    {
        Node one = call.Constant(1), zero = call.Constant(0);
        Node Shift(string name, int extent) => call.Apply(new Multiply(), Draw(call, x, name, Factor($"{name}_factor", Both)), call.Constant(-extent));
        return [one, zero, Shift("width", width), zero, one, Shift("height", height)];
    }
}
