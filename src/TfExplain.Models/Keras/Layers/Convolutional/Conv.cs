using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Conv1D, Conv2D, Conv3D: activation(conv(x) + b). Weights: kernel [taps..., channels / groups, filters], bias [filters].</summary>
internal sealed record Conv(int Filters, Ints KernelSize, Convolution Operation, bool UseBias, Keras.Activation Activation, bool ChannelsFirst) : Layer
{
    public static Conv Read(LayerConfig config, int rank) => new(
        config.Count("filters"),
        config.Extents("kernel_size", rank),
        new(config.Extents("strides", rank, 1), config.Padding(), config.Extents("dilation_rate", rank, 1), config.Count("groups", 1)),
        config.Bool("use_bias", true),
        config.Activation("activation"),
        config.ChannelsFirst);

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [ChannelsLast.Run(call, call.Input, ChannelsFirst, x =>
    {
        var kernel = call.Weight("kernel", [.. KernelSize, x.Shape[^1] / Operation.Groups, Filters]);
        return Activation(call, UseBias ? call.Apply(Operation, x, kernel, call.Weight("bias", [Filters])) : call.Apply(Operation, x, kernel));
    })];
}
