using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>Conv1DTranspose, Conv2DTranspose, Conv3DTranspose. Weights: kernel [taps..., filters, channels], bias [filters].</summary>
internal sealed record ConvTranspose(int Filters, Ints KernelSize, ConvolutionTranspose Operation, bool UseBias, Keras.Activation Activation, bool ChannelsFirst) : Layer
{
    public static ConvTranspose Read(LayerConfig config, int rank) => new(
        config.Count("filters"),
        config.Extents("kernel_size", rank),
        new(config.Extents("strides", rank, 1), config.Padding(), config.Extents("dilation_rate", rank, 1), config.Count("groups", 1))
        {
            OutputPadding = config.Find("output_padding") is null ? default : Extra(config, rank),
        },
        config.Bool("use_bias", true),
        config.Activation("activation"),
        config.ChannelsFirst);

    private static Ints Extra(LayerConfig config, int rank)
    {
        Ints extra = config.Ints("output_padding", rank), strides = config.Extents("strides", rank, 1);
        return extra.Zip(strides).All(e => e.First >= 0 && e.First < e.Second) ? extra : throw config.Error($"the output padding {extra} should be 0 or more and less than the strides {strides}.");
    }

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [ChannelsLast.Run(call, call.Input, ChannelsFirst, x =>
    {
        var kernel = call.Weight("kernel", [.. KernelSize, Filters / Operation.Groups, x.Shape[^1]]);
        return Activation(call, UseBias ? call.Apply(Operation, x, kernel, call.Weight("bias", [Filters])) : call.Apply(Operation, x, kernel));
    })];
}
