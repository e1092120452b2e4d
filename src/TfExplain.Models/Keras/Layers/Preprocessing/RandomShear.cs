using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Each image is sheared along x and y by shares of either sign, with the top left corner in its place, as Keras does.</summary>
internal sealed record RandomShear(LayerConfig Config) : Geometric(Config)
{
    protected override Node[] Lines(LayerCall call, Node x, int height, int width)
    {
        Node one = call.Constant(1), zero = call.Constant(0);
        var sign = Scaled(call, call.Apply(new Less(), Draw(call, x, "sign", (0, 1)), call.Constant(0.5f)), -2, 1);
        Node Shear(string name) => call.Apply(new Multiply(), Draw(call, x, name, Factor($"{name}_factor", Both, 0, lowest: 0)), sign);
        return [one, Shear("x"), zero, Shear("y"), one, zero];
    }
}
