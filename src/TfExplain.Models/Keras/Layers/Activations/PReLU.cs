using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>x where x > 0, else alpha x. Weights: alpha with the input's extents without the batch, 1 along shared axes.</summary>
internal sealed record PReLU(Ints SharedAxes) : Layer
{
    public static PReLU Read(LayerConfig config) => new(config.Find("shared_axes") is null ? [] : config.Ints("shared_axes"));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var shape = call.Input.Shape[1..];
        foreach (var axis in SharedAxes) shape = shape.With(axis - 1, 1);
        return [new KerasTensor(call.Apply(new PRelu(), call.Input, call.Weight("alpha", shape)), call.Mask)];
    }
}
