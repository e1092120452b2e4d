using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>
/// y[n,p,o] = b[o] + sum over taps t and channels c of x[n, p stride + t dilation - padding, c] k[t,c,o]; over 1 to 3 spatial axes, in groups
/// (a depthwise convolution has as many groups as input channels).
/// Inputs: x [N, spatial..., C], kernel [taps..., C / Groups, F], optionally bias [F]. Output: [N, positions..., F].
/// </summary>
public sealed record Convolution(Ints Strides, Padding Padding, Ints Dilations, int Groups = 1) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0], kernel = inputs[1];
        if (kernel.Rank != Strides.Count + 2) throw new ShapeException($"expected a kernel of rank {Strides.Count + 2}, found {kernel}.");
        if (x.Rank == kernel.Rank && x[^1] != kernel[^2] * Groups) throw new ShapeException($"expected {kernel[^2] * Groups} input channels, found {x}.");
        return Windows(kernel).Output(x, kernel[^1]);
    }

    /// <inheritdoc/>
    public override unsafe void Forward(ForwardContext context)
    {
        var g = Geometry(context.Input(0).Shape, context.Input(1).Shape);
        var algorithm = Kernels.Convolution.ChooseForward(g);
        Kernels.Convolution.Pack(g, algorithm, false, context.Input(1).Data, context.Scratch.Data, context.Pool);
        Kernels.Convolution.Forward(g, algorithm, context.Input(0).Data, context.Scratch.Data, context.InputCount > 2 ? context.Input(2).Data : null,
            null, float.NegativeInfinity, float.PositiveInfinity, context.Output.Data, context.Pool);
    }

    /// <inheritdoc/>
    public override long Scratch(ReadOnlySpan<Shape> inputs, Shape output)
    {
        var g = Geometry(inputs[0], inputs[1]);
        return Kernels.Convolution.PackedLength(g, Kernels.Convolution.ChooseForward(g), false);
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        Node x = scope.Input(0), kernel = scope.Input(1), dy = scope.Cotangent;
        var spatial = Ints.Create(x.Shape.Span[1..^1]);
        if (scope.Wants(0)) scope.Set(0, scope.Call(new ConvolutionTranspose(Strides, Padding, Dilations, Groups) { OutputSpatial = spatial }, dy, kernel));
        if (scope.Wants(1)) scope.Set(1, scope.Call(new ConvolutionKernelGradient(this, kernel.Shape), x, dy));
        if (scope.Wants(2)) scope.Set(2, scope.SumTo(dy, scope.Input(2).Shape));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 2 * output.Count * inputs[1].Product(0, inputs[1].Rank - 1);

    internal Windows Windows(Shape kernel) => new(Ints.Create(kernel.Span[..^2]), Strides, Padding, Dilations);

    internal ConvolutionGeometry Geometry(Shape x, Shape kernel)
    {
        var windows = Windows(kernel);
        return windows.Geometry(x, windows.Output(x, kernel[^1]), Groups);
    }
}
