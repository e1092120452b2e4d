using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>
/// (x - mean) / max(sqrt(variance), 1e-7) per position of some axes, or its inverse. Mean and variance are in the configuration, or were adapted:
/// weights mean, variance with the extents of the axes, and count [].
/// </summary>
internal sealed record Normalization(Ints Axes, float[]? Mean, float[]? Variance, bool Invert) : Layer
{
    private const float Epsilon = 1e-7f;

    public static Normalization Read(LayerConfig config) => new(
        config.Find("axis") is { ValueKind: JsonValueKind.Array } or { ValueKind: JsonValueKind.Number } ? config.Ints("axis") : [],
        config.Find("mean") is null ? null : config.Floats("mean"), config.Find("variance") is null ? null : config.Floats("variance"), config.Bool("invert", false));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var x = call.Input;
        var axes = Ints.Create([.. Axes.Select(x.Shape.Axis).Order()]);
        var shape = AxisWeights.ShapeOf(x.Shape, axes);
        Node mean, variance;
        if (Mean is not null && Variance is not null)
        {
            (mean, variance) = (Given(call, Mean, x.Shape, axes, shape), Given(call, Variance, x.Shape, axes, shape));
        }
        else
        {
            mean = AxisWeights.Spread(call, call.Weight("mean", shape, trainable: false), x.Shape, axes);
            variance = AxisWeights.Spread(call, call.Weight("variance", shape, trainable: false), x.Shape, axes);
            call.Weight("count", [], trainable: false);
        }
        var deviation = call.Apply(new Maximum(), call.Apply(Unary.Of<Sqrt>(), variance), call.Constant(Epsilon));
        return [Invert
            ? call.Apply(new Add(), call.Apply(new Multiply(), x, deviation), mean)
            : call.Apply(new Divide(), call.Apply(new Subtract(), x, mean), deviation)];
    }

    private static Node Given(LayerCall call, float[] values, Shape x, Ints axes, Shape shape)
    {
        if (values.Length == 1) return call.Constant(values[0]);
        if (!shape.IsKnown || values.Length != shape.Count) throw new ModelFormatException($"Layer '{call.Path}' stores {values.Length} means and variances; the axes {axes} of {x} need {shape}.");
        return AxisWeights.Spread(call, call.Constant(shape, values), x, axes);
    }
}
