using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>An augmentation that samples an image along other lines: a position j, i of the result is the image's a0 j + a1 i + a2, b0 j + b1 i + b2.</summary>
internal abstract record Geometric(LayerConfig Config) : Augmentation(Config)
{
    protected virtual AffineWarp Operation => new(
        Config.String("interpolation", "bilinear") switch
        {
            "nearest" => Interpolation.Nearest,
            "bilinear" => Interpolation.Bilinear,
            var other => throw Config.Error($"interpolation '{other}' is not known; expected nearest or bilinear."),
        },
        Config.String("fill_mode", "reflect") switch
        {
            "reflect" => FillMode.Reflect,
            "constant" => FillMode.Constant,
            "wrap" => FillMode.Wrap,
            "nearest" => FillMode.Nearest,
            var other => throw Config.Error($"fill_mode '{other}' is not known; expected reflect, constant, wrap or nearest."),
        },
        Config.Float("fill_value", 0));

    protected override Node Train(LayerCall call, Node x)
    {
        var (height, width) = Size(x);
        var zero = call.Apply(new Multiply(), call.Random("zero", false, x, [1, 0, 0, 0]), call.Constant(0));
        var lines = Lines(call, x, height, width);
        var transforms = call.Apply(new Concat(-1), [.. lines.Select(value => call.Apply(new Engine.Operations.Reshape([-1, 1]), call.Apply(new Add(), zero, value)))]);
        return call.Apply(Operation, x, transforms);
    }

    /// <summary>a0, a1, a2, b0, b1, b2, each a number or one per image [N, 1, 1, 1].</summary>
    protected abstract Node[] Lines(LayerCall call, Node x, int height, int width);
}
