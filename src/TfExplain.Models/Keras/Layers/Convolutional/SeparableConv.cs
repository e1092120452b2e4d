using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>SeparableConv1D, SeparableConv2D: a depthwise convolution, then a pointwise one. Weights: depthwise_kernel, pointwise_kernel [1..., channels multiplier, filters], bias [filters].</summary>
internal sealed record SeparableConv(DepthwiseConv Depthwise, int Filters, bool UseBias) : Layer
{
    public static SeparableConv Read(LayerConfig config, int rank) => new(DepthwiseConv.Read(config, rank), config.Count("filters"), config.Bool("use_bias", true));

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [ChannelsLast.Run(call, call.Input, Depthwise.ChannelsFirst, x =>
    {
        var deep = Depthwise.Apply(call, x);
        var ones = Ints.Repeat(1, Depthwise.KernelSize.Count);
        var pointwise = new Convolution(ones, Padding.Valid, ones);
        var kernel = call.Weight("pointwise_kernel", [.. ones, deep.Shape[^1], Filters]);
        return Depthwise.Activation(call, UseBias ? call.Apply(pointwise, deep, kernel, call.Weight("bias", [Filters])) : call.Apply(pointwise, deep, kernel));
    })];
}
