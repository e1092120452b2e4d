using TfExplain.Engine.Execution;

namespace TfExplain.Engine.Operations;

/// <summary>dk[t,c,o] = sum over images n and positions p of x[n, p stride + t dilation - padding, c] dy[n,p,o]. Inputs: x, dy.</summary>
public sealed record ConvolutionKernelGradient(Convolution Convolution, Shape Kernel) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Kernel;

    /// <inheritdoc/>
    public override unsafe void Forward(ForwardContext context) =>
        Kernels.Convolution.KernelGradient(Convolution.Geometry(context.Input(0).Shape, Kernel), context.Input(0).Data, context.Input(1).Data, context.Output.Data, context.Scratch.Data, context.Pool);

    /// <inheritdoc/>
    public override long Scratch(ReadOnlySpan<Shape> inputs, Shape output) => Kernels.Convolution.KernelGradientScratch(Convolution.Geometry(inputs[0], Kernel));

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 2 * inputs[1].Count * Kernel.Product(0, Kernel.Rank - 1);
}
