using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>a where the condition is not 0, else b; with NumPy's broadcasting. Inputs: condition, a, b.</summary>
public sealed record Select : Operation
{
    /// <inheritdoc/>
    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Shape.Broadcast(inputs[0], Shape.Broadcast(inputs[1], inputs[2]));

    /// <inheritdoc/>
    public override bool CanOverwrite(int input) => true;

    /// <inheritdoc/>
    public override void Forward(ForwardContext context)
    {
        TensorView c = context.Input(0), a = context.Input(1), b = context.Input(2), y = context.Output;
        var run = y.Shape.Rank == 0 ? 1 : y.Shape[^1];
        Walk ofC = new(c.Shape, y.Shape), ofA = new(a.Shape, y.Shape), ofB = new(b.Shape, y.Shape);
        Vectorized.For(context.Pool, y.Length, run, row =>
        {
            int ic = ofC.Offset(row), ia = ofA.Offset(row), ib = ofB.Offset(row);
            Span<float> cs = c.Span, xs = a.Span, zs = b.Span, target = y.Span.Slice(row * run, run);
            for (var i = 0; i < run; i++, ic += ofC.Step, ia += ofA.Step, ib += ofB.Step)
                target[i] = cs[ic] != 0 ? xs[ia] : zs[ib];
        });
    }

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        Node condition = scope.Input(0), zero = scope.Constant(0);
        if (scope.Wants(1)) scope.Set(1, scope.SumTo(scope.Call(new Select(), condition, scope.Cotangent, zero), scope.Input(1).Shape));
        if (scope.Wants(2)) scope.Set(2, scope.SumTo(scope.Call(new Select(), condition, zero, scope.Cotangent), scope.Input(2).Shape));
    }

    /// <summary>Where the rows of the output lie in one broadcast operand.</summary>
    private sealed class Walk
    {
        private readonly Shape _rows;
        private readonly int[] _strides;

        public Walk(Shape x, Shape y)
        {
            var own = Boxes.Strides(x);
            var missing = y.Rank - x.Rank;
            int Stride(int axis) => axis < missing || x[axis - missing] == 1 ? 0 : own[axis - missing];
            Step = y.Rank == 0 ? 0 : Stride(y.Rank - 1);
            _rows = y.Rank == 0 ? [] : y[..^1];
            _strides = [.. Enumerable.Range(0, _rows.Rank).Select(Stride)];
        }

        public int Step { get; }

        public int Offset(int row)
        {
            var offset = 0;
            for (var axis = _rows.Rank - 1; axis >= 0; axis--)
            {
                (row, var index) = Math.DivRem(row, _rows[axis]);
                offset += index * _strides[axis];
            }
            return offset;
        }
    }
}
