using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Each image is mirrored along the wanted axes or not, with the same chance.</summary>
internal sealed record RandomFlip(LayerConfig Config) : Geometric(Config)
{
    protected override AffineWarp Operation => new(Interpolation.Nearest, FillMode.Nearest);

    protected override Node[] Lines(LayerCall call, Node x, int height, int width)
    {
        var mode = Config.String("mode", "horizontal_and_vertical");
        if (mode is not ("horizontal" or "vertical" or "horizontal_and_vertical")) throw Config.Error($"mode '{mode}' is not known; expected horizontal, vertical or horizontal_and_vertical.");
        (Node Factor, Node Offset) Axis(bool isWanted, string name, int extent)
        {
            if (!isWanted) return (call.Constant(1), call.Constant(0));
            var isMirrored = call.Apply(new Less(), Draw(call, x, name, (0, 1)), call.Constant(0.5f));
            return (Scaled(call, isMirrored, -2, 1), call.Apply(new Multiply(), isMirrored, call.Constant(extent - 1)));
        }
        var (a, right) = Axis(mode != "vertical", "horizontal", width);
        var (b, bottom) = Axis(mode != "horizontal", "vertical", height);
        var zero = call.Constant(0);
        return [a, zero, right, zero, b, bottom];
    }
}
