using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>x / sqrt(max(sum x^2, 1e-12)) over some axes.</summary>
internal sealed record UnitNormalization(Ints Axes) : Layer
{
    public static UnitNormalization Read(LayerConfig config) => new(AxisWeights.Axes(config));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) =>
        [new KerasTensor(call.Apply("normalized", (builder, name) => L2Normalize.Build(builder, name, call.Input, Axes)), call.Mask)];
}
