using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// With a probability of the factor's range a rectangle is replaced by fill_value, or by normal noise times the highest value, cut to the value range. Its sides are the
/// image's times the roots of numbers of the scale's range (Zhong et al., 2017, arXiv 1708.04896).
/// </summary>
internal sealed record RandomErasing(LayerConfig Config) : Augmentation(Config)
{
    protected override Node Train(LayerCall call, Node x)
    {
        var (height, width) = Size(x);
        var scale = Config.Find("scale") is null ? (0.02f, 0.33f) : Factor("scale", FromZero, lowest: 0);
        var inside = call.Apply(new LogicalAnd(), Within("row", [1, height, 1, 1]), Within("column", [1, 1, width, 1]));
        var isErased = call.Apply(new Less(), Draw(call, x, "threshold", (0, 1)), Draw(call, x, "probability", Factor("factor", FromZero, 1, lowest: 0)));
        return call.Apply(new Select(), call.Apply(new LogicalAnd(), inside, isErased), Cut(call, Fill(call, x), ValueRange()), x);

        // Where an axis lies between the rectangle's first and last position.
        Node Within(string axis, Shape shape)
        {
            var extent = (int)shape.Count;
            var side = call.Apply(new Multiply(), call.Apply(Unary.Of<Sqrt>(), Draw(call, x, $"{axis}_side", scale)), call.Constant(extent));
            var start = call.Apply(new Multiply(), Draw(call, x, $"{axis}_start", (0, 1)), Scaled(call, side, -1, extent));
            var grid = call.Constant(shape, [.. Enumerable.Range(0, extent).Select(i => (float)i)]);
            return call.Apply(new LogicalAnd(), call.Apply(new GreaterEqual(), grid, start), call.Apply(new Less(), grid, call.Apply(new Add(), start, side)));
        }
    }

    private Node Fill(LayerCall call, Node x)
    {
        if (Config.Find("fill_value") is null) return call.Apply(new Multiply(), call.Random("noise", true, x), call.Constant(ValueRange().High));
        var values = Config.Floats("fill_value");
        if (values.Length != 1 && values.Length != x.Shape[3]) throw Config.Error($"'fill_value' should be one number or one per channel; found {values.Length} for {x.Shape}.");
        return values.Length == 1 ? call.Constant(values[0]) : call.Constant([values.Length], values);
    }
}
