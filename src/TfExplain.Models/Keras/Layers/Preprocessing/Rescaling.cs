using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>x scale + offset, each one number or one per channel.</summary>
internal sealed record Rescaling(float[] Scale, float[] Offset) : Layer
{
    public static Rescaling Read(LayerConfig config) => new(config.Floats("scale"), config.Find("offset") is null ? [0] : config.Floats("offset"));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        Node Value(float[] values) => values.Length == 1 ? call.Constant(values[0]) : call.Constant([values.Length], values);
        var y = call.Apply(new Multiply(), call.Input, Value(Scale));
        return [new KerasTensor(Array.TrueForAll(Offset, o => o == 0) ? y : call.Apply(new Add(), y, Value(Offset)), call.Mask)];
    }
}
