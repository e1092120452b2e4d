using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// LayerNormalization: (x - mean) / sqrt(variance + epsilon) gamma + beta over some axes of each sample. RMSNormalization: x / sqrt(mean x^2 + epsilon) scale.
/// Weights: gamma, beta, or scale, with the extents of the axes.
/// </summary>
internal sealed record LayerNormalization(Ints Axes, float Epsilon, bool Center, bool Scale, bool RootMeanSquare) : Layer
{
    public static LayerNormalization Read(LayerConfig config) => config.Bool("rms_scaling", false)
        ? throw new UnsupportedLayerException(config.Name, config.ClassName, "rms_scaling is not supported; use RMSNormalization")
        : new(AxisWeights.Axes(config), config.Float("epsilon", 1e-3f), config.Bool("center", true), config.Bool("scale", true), false);

    public static LayerNormalization ReadRootMeanSquare(LayerConfig config) => new(AxisWeights.Axes(config), config.Float("epsilon", 1e-6f), false, true, true);

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var x = call.Input;
        // Keras sorts nothing, but its weights broadcast in the order of the axes.
        var axes = Ints.Create([.. Axes.Select(x.Shape.Axis).Order()]);
        var shape = AxisWeights.ShapeOf(x.Shape, axes);
        var y = call.Apply(new Normalize(axes, Epsilon, Centre: !RootMeanSquare), x);
        if (Scale) y = call.Apply(new Multiply(), y, AxisWeights.Spread(call, call.Weight(RootMeanSquare ? "scale" : "gamma", shape), x.Shape, axes));
        if (Center) y = call.Apply(new Add(), y, AxisWeights.Spread(call, call.Weight("beta", shape), x.Shape, axes));
        return [new KerasTensor(y, call.Mask)];
    }
}
