using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>C = op(A) op(B) on the last two axes, op being the transposition if asked for; leading axes broadcast. [..., M, K] x [..., K, N] to [..., M, N].</summary>
public sealed record MatMul(bool TransposeA = false, bool TransposeB = false) : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape a = inputs[0], b = inputs[1];
        if (a.Rank < 2 || b.Rank < 2) throw new ShapeException($"expected matrices, found {a} and {b}.");
        int ka = a[TransposeA ? ^2 : ^1], kb = b[TransposeB ? ^1 : ^2];
        if (ka != kb && ka != Shape.Unknown && kb != Shape.Unknown) throw new ShapeException($"the inner extents {ka} and {kb} of {a} and {b} differ.");
        return [.. Shape.Broadcast(a[..^2], b[..^2]), a[TransposeA ? ^1 : ^2], b[TransposeB ? ^2 : ^1]];
    }

    /// <inheritdoc/>
    public override unsafe void Forward(ForwardContext context)
    {
        TensorView a = context.Input(0), b = context.Input(1), c = context.Output;
        int m = c.Shape[^2], n = c.Shape[^1], k = a.Shape[TransposeA ? ^2 : ^1];
        int lda = a.Shape[^1], ldb = b.Shape[^1];
        var batch = c.Shape[..^2];
        var runs = BroadcastRuns.Of(a.Shape[..^2], b.Shape[..^2], batch);
        long matrixA = (long)m * k, matrixB = (long)k * n, matrixC = (long)m * n;
        for (var run = 0; run < runs.Count; run++)
        {
            var (offsetA, offsetB) = runs.Offsets(run);
            MatrixProduct.MultiplyBatched(runs.Length, m, n, k, a.Data + offsetA * matrixA, lda, TransposeA, b.Data + offsetB * matrixB, ldb, TransposeB,
                c.Data + run * runs.Length * matrixC, n, null, float.NegativeInfinity, float.PositiveInfinity, runs.StepA * matrixA, runs.StepB * matrixB, matrixC, context.Pool);
        }
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        Node a = scope.Input(0), b = scope.Input(1), dy = scope.Cotangent;
        if (scope.Wants(0))
            scope.Set(0, scope.SumTo(TransposeA ? scope.Call(new MatMul(TransposeB, true), b, dy) : scope.Call(new MatMul(false, !TransposeB), dy, b), a.Shape));
        if (scope.Wants(1))
            scope.Set(1, scope.SumTo(TransposeB ? scope.Call(new MatMul(true, TransposeA), dy, a) : scope.Call(new MatMul(!TransposeA, false), a, dy), b.Shape));
    }

    /// <inheritdoc/>
    public override long Flops(ReadOnlySpan<Shape> inputs, Shape output) => 2 * output.Count * inputs[0][TransposeA ? ^2 : ^1];
}
