using System.Numerics;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>(a - b)^2.</summary>
public sealed record SquaredDifference : Binary
{
    private protected override void Evaluate(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Vectorized.Map(default(Function), a, b, y);

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        var slope = scope.Call(new Multiply(), scope.Call(new Subtract(), scope.Input(0), scope.Input(1)), scope.Constant(2));
        var dy = scope.Call(new Multiply(), scope.Cotangent, slope);
        if (scope.Wants(0)) scope.Set(0, scope.SumTo(dy, scope.Input(0).Shape));
        if (scope.Wants(1)) scope.Set(1, scope.SumTo(scope.Call(Unary.Of<Negate>(), dy), scope.Input(1).Shape));
    }

    private readonly struct Function : IBinaryFunction
    {
        public Vector<float> Value(Vector<float> a, Vector<float> b) => (a - b) * (a - b);
    }
}
