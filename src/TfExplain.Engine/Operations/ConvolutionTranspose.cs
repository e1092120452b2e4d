using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>
/// The adjoint of <see cref="Convolution"/> in its input, plus a bias: y[n,q,c] = b[c] + sum of x[n,p,o] k[t,c,o] over all (p,t,o) with q = p stride + t dilation - padding.
/// Inputs: x [N, positions..., F], kernel [taps..., C / Groups, F], optionally bias [C]. Output: [N, spatial..., C].
/// </summary>
public sealed record ConvolutionTranspose(Ints Strides, Padding Padding, Ints Dilations, int Groups = 1) : Operation
{
    /// <summary>The output's spatial extents; where absent they follow from the input as in Keras.</summary>
    public Ints OutputSpatial { get; init; }

    /// <summary>Keras's <c>output_padding</c>, one number per spatial axis; where absent the smallest output that fits.</summary>
    public Ints OutputPadding { get; init; }

    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0], kernel = inputs[1];
        if (kernel.Rank != Strides.Count + 2) throw new ShapeException($"expected a kernel of rank {Strides.Count + 2}, found {kernel}.");
        if (x.Rank != kernel.Rank || x[^1] != kernel[^1]) throw new ShapeException($"expected rank {kernel.Rank} with {kernel[^1]} channels, found {x}.");
        var extents = x.Span.ToArray();
        for (var axis = 0; axis < Strides.Count; axis++)
            extents[axis + 1] = OutputSpatial.Count > 0 ? OutputSpatial[axis] : OutputExtent(axis, x[axis + 1], kernel[axis]);
        extents[^1] = kernel[^2] * Groups;
        return Shape.Create(extents);
    }

    /// <inheritdoc/>
    public override unsafe void Forward(ForwardContext context)
    {
        var g = Geometry(context.Input(0).Shape, context.Input(1).Shape, context.Output.Shape);
        var algorithm = Kernels.Convolution.ChooseTranspose(g);
        Kernels.Convolution.Pack(g, algorithm, true, context.Input(1).Data, context.Scratch.Data, context.Pool);
        Kernels.Convolution.Transpose(g, algorithm, context.Input(0).Data, context.Scratch.Data, context.InputCount > 2 ? context.Input(2).Data : null,
            null, float.NegativeInfinity, float.PositiveInfinity, context.Output.Data, context.Pool);
    }

    /// <inheritdoc/>
    public override long Scratch(ReadOnlySpan<Shape> inputs, Shape output)
    {
        var g = Geometry(inputs[0], inputs[1], output);
        return Kernels.Convolution.PackedLength(g, Kernels.Convolution.ChooseTranspose(g), true);
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        Node x = scope.Input(0), kernel = scope.Input(1), dy = scope.Cotangent;
        var forward = new Convolution(Strides, Explicit(x.Shape, kernel.Shape, scope.Node.Shape), Dilations, Groups);
        if (scope.Wants(0)) scope.Set(0, scope.Call(forward, dy, kernel));
        if (scope.Wants(1)) scope.Set(1, scope.Call(new ConvolutionKernelGradient(forward, kernel.Shape), dy, x));
        if (scope.Wants(2)) scope.Set(2, scope.SumTo(dy, scope.Input(2).Shape));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 2 * inputs[0].Count * inputs[1].Product(0, inputs[1].Rank - 1);

    internal ConvolutionGeometry Geometry(Shape x, Shape kernel, Shape output) =>
        (Windows(kernel) with { Padding = Explicit(x, kernel, output) }).Geometry(output, x, Groups);

    private Windows Windows(Shape kernel) => new(Ints.Create(kernel.Span[..^2]), Strides, Padding, Dilations);

    /// <summary>The padding of the convolution that this is the adjoint of, as numbers; what is left over at the end is never read.</summary>
    private Padding Explicit(Shape x, Shape kernel, Shape output)
    {
        var windows = Windows(kernel);
        int[] before = new int[Strides.Count], after = new int[Strides.Count];
        for (var axis = 0; axis < before.Length; axis++)
        {
            before[axis] = Padding.Resolve(axis, output[axis + 1], windows.Reach(axis), Strides[axis]).Before;
            after[axis] = (x[axis + 1] - 1) * Strides[axis] + windows.Reach(axis) - output[axis + 1] - before[axis];
        }
        return Padding.Explicit(Ints.Create(before), Ints.Create(after));
    }

    private int OutputExtent(int axis, int extent, int size)
    {
        if (extent == Shape.Unknown) return Shape.Unknown;
        var reach = (size - 1) * Dilations[axis] + 1;
        var padding = Padding.Kind switch { PaddingKind.Same => reach / 2, PaddingKind.Explicit => -1, _ => 0 };
        if (padding < 0) return (extent - 1) * Strides[axis] + reach - Padding.Before[axis] - Padding.After[axis] + (OutputPadding.Count > 0 ? OutputPadding[axis] : 0);
        if (OutputPadding.Count > 0) return (extent - 1) * Strides[axis] + reach - 2 * padding + OutputPadding[axis];
        return Padding.Kind == PaddingKind.Same ? extent * Strides[axis] : extent * Strides[axis] + Math.Max(reach - Strides[axis], 0);
    }
}
