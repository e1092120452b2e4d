using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>Spreads channels over blocks of pixels: [N, H, W, Block Block C] to [N, H Block, W Block, C], y[n, h Block + i, w Block + j, c] = x[n, h, w, (i Block + j) C + c].</summary>
public sealed record DepthToSpace(int Block) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        var x = inputs[0];
        if (x.Rank != 4 || Block < 1 || x[3] % (Block * Block) != 0) throw new ShapeException($"expected [N, H, W, C] with C a multiple of {Block} x {Block}, found {x}.");
        return [x[0], x[1] == Shape.Unknown ? Shape.Unknown : x[1] * Block, x[2] == Shape.Unknown ? Shape.Unknown : x[2] * Block, x[3] / (Block * Block)];
    }

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView x = context.Input(0), y = context.Output;
        Permutation.Copy(x.As([x.Shape[0], x.Shape[1], x.Shape[2], Block, Block, y.Shape[3]]), [0, 1, 3, 2, 4, 5], y, context.Pool);
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.Call(new SpaceToDepth(Block), scope.Cotangent));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 0;
}
