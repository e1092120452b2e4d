using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>Gathers blocks of pixels into channels, undoing <see cref="DepthToSpace"/>: [N, H Block, W Block, C] to [N, H, W, Block Block C].</summary>
public sealed record SpaceToDepth(int Block) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        var x = inputs[0];
        if (x.Rank != 4 || Block < 1 || !Fits(x[1]) || !Fits(x[2])) throw new ShapeException($"expected [N, H, W, C] with H and W multiples of {Block}, found {x}.");
        return [x[0], Part(x[1]), Part(x[2]), x[3] == Shape.Unknown ? Shape.Unknown : x[3] * Block * Block];

        bool Fits(int extent) => extent == Shape.Unknown || extent % Block == 0;
        int Part(int extent) => extent == Shape.Unknown ? extent : extent / Block;
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), y = context.Output;
        Permutation.Copy(x.As([y.Shape[0], y.Shape[1], Block, y.Shape[2], Block, x.Shape[3]]), [0, 1, 3, 2, 4, 5], y, context.Pool);
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new DepthToSpace(Block), scope.Cotangent));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
