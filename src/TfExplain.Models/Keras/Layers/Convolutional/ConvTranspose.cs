using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Conv1DTranspose, Conv2DTranspose, Conv3DTranspose. Weights: kernel [taps..., filters, channels], bias [filters].</summary>
internal sealed record ConvTranspose(int Filters, Ints KernelSize, ConvolutionTranspose Operation, bool UseBias, Keras.Activation Activation, bool ChannelsFirst) : Layer
{
    public static ConvTranspose Read(LayerConfig config, int rank) => new(
        config.Int("filters"),
        config.Ints("kernel_size", rank),
        new(config.Ints("strides", rank, 1), config.Padding(), config.Ints("dilation_rate", rank, 1), config.Int("groups", 1))
        {
            OutputPadding = config.Find("output_padding") is null ? default : config.Ints("output_padding", rank),
        },
        config.Bool("use_bias", true),
        config.Activation("activation"),
        config.ChannelsFirst);

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [ChannelsLast.Run(call, call.Input, ChannelsFirst, x =>
    {
        var kernel = call.Weight("kernel", [.. KernelSize, Filters / Operation.Groups, x.Shape[^1]]);
        return Activation(call, UseBias ? call.Apply(Operation, x, kernel, call.Weight("bias", [Filters])) : call.Apply(Operation, x, kernel));
    })];
}
