using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Masks the steps all of whose features are <c>mask_value</c>, and sets them to 0.</summary>
internal sealed record Masking(float MaskValue) : Layer
{
    public static Masking Read(LayerConfig config) => new(config.Float("mask_value", 0));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call)
    {
        var differs = call.Apply(new NotEqual(), call.Input, call.Constant(MaskValue));
        var kept = call.Apply(new Reduce(ReduceKind.Max, [-1], KeepDims: true), differs);
        var mask = call.Apply(new Engine.Operations.Reshape([.. Ints.Repeat(0, kept.Shape.Rank - 2), -1]), kept);
        return [new KerasTensor(call.Apply(new Multiply(), call.Input, kept), mask)];
    }
}
