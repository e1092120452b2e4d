using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Each image is zoomed around its middle, out where the factor is positive; by the same factor along both axes if the width has none.</summary>
internal sealed record RandomZoom(LayerConfig Config) : Geometric(Config)
{
    protected override Node[] Lines(LayerCall call, Node x, int height, int width)
    {
        Node Zoom(string name) => Draw(call, x, name, Factor($"{name}_factor", Both) is var (low, high) ? (1 + low, 1 + high) : default);
        Node tall = Zoom("height"), wide = Config.Find("width_factor") is null ? tall : Zoom("width"), zero = call.Constant(0);
        Node Offset(Node zoom, int extent) => Scaled(call, zoom, -(extent - 1) / 2f, (extent - 1) / 2f);
        return [wide, zero, Offset(wide, width), zero, tall, Offset(tall, height)];
    }
}
