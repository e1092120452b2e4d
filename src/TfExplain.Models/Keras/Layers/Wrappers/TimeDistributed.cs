using TfExplain.Engine;

namespace TfExplain.Models.Keras.Layers;

/// <summary>A layer on every step of [N, T, ...] by itself: on [N T, ...] with the steps among the batch.</summary>
internal sealed record TimeDistributed(Layer Layer) : Layer
{
    public static TimeDistributed Read(LayerConfig config) => new(config.Layer("layer"));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var x = call.Input;
        if (x.Shape.Rank < 3) throw new ModelFormatException($"Layer '{call.Path}' expects [batch, steps, ...]; found {x.Shape}.");
        // Layers that look at the last axis alone need not know the number of steps.
        if (Layer is Augmentation && call.Training is null) return [new KerasTensor(call.Call("layer", Layer, x)[0].Value, call.Mask)];
        if (Layer is Dense or Activation or PassThrough or Dropout { NoiseShape.Count: 0 } or Noise or AlphaDropout) return [new KerasTensor(call.Call("layer", Layer, x)[0].Value, call.Mask)];
        var steps = x.Shape[1];
        if (steps == Shape.Unknown) throw new ModelFormatException($"Layer '{call.Path}' needs a known number of steps; found {x.Shape}.");
        var together = call.Apply(new Engine.Operations.Reshape([-1, .. x.Shape.Span[2..]]), x);
        return [.. call.Call("layer", Layer, together).Select(y => new KerasTensor(call.Apply(new Engine.Operations.Reshape([-1, steps, .. y.Shape.Span[1..]]), y.Value), call.Mask))];
    }
}
