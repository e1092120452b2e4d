using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Each image is turned around its middle by 2 pi times a number of the factor's range, counter-clockwise where positive.</summary>
internal sealed record RandomRotation(LayerConfig Config) : Geometric(Config)
{
    protected override Node[] Lines(LayerCall call, Node x, int height, int width)
    {
        var angle = call.Apply(new Multiply(), Draw(call, x, "angle", Factor("factor", Both)), call.Constant(2 * MathF.PI));
        Node cos = call.Apply(Unary.Of<Cos>(), angle), sin = call.Apply(Unary.Of<Sin>(), angle), minus = call.Apply(Unary.Of<Negate>(), sin);
        // The middle stays where it is.
        float column = (width - 1) / 2f, row = (height - 1) / 2f;
        Node Offset(float middle, Node ofColumn, Node ofRow) => call.Apply(new Subtract(), call.Constant(middle),
            call.Apply(new Add(), call.Apply(new Multiply(), ofColumn, call.Constant(column)), call.Apply(new Multiply(), ofRow, call.Constant(row))));
        return [cos, minus, Offset(column, cos, minus), sin, cos, Offset(row, sin, cos)];
    }
}
