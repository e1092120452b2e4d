using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Models.Keras.Layers;

/// <summary>DepthwiseConv1D, DepthwiseConv2D: every channel by kernels of its own. Weights: depthwise_kernel [taps..., channels, multiplier], bias [channels multiplier].</summary>
internal sealed record DepthwiseConv(Ints KernelSize, Ints Strides, Padding Padding, Ints Dilations, int Multiplier, bool UseBias, Keras.Activation Activation, bool ChannelsFirst) : Layer
{
    public static DepthwiseConv Read(LayerConfig config, int rank) => new(
        config.Extents("kernel_size", rank), config.Extents("strides", rank, 1), config.Padding(), config.Extents("dilation_rate", rank, 1),
        config.Count("depth_multiplier", 1), config.Bool("use_bias", true), config.Activation("activation"), config.ChannelsFirst);

    public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [ChannelsLast.Run(call, call.Input, ChannelsFirst, x =>
    {
        var y = Apply(call, x);
        return Activation(call, UseBias ? call.Apply(new Add(), y, call.Weight("bias", [y.Shape[^1]])) : y);
    })];

    /// <summary>The convolution without bias: a grouped one, whose kernel [taps..., 1, channels multiplier] lies in memory as Keras's does.</summary>
    public Node Apply(LayerCall call, Node x)
    {
        var channels = x.Shape[^1];
        var kernel = call.Weight("depthwise_kernel", [.. KernelSize, channels, Multiplier]);
        var grouped = call.Apply(new Engine.Operations.Reshape([.. KernelSize, 1, channels * Multiplier]), kernel);
        return call.Apply(new Convolution(Strides, Padding, Dilations, channels), x, grouped);
    }
}
