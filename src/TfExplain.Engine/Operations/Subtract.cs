using System.Numerics;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>a - b.</summary>
public sealed record Subtract : Binary
{
    private protected override void Evaluate(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Vectorized.Map(default(Function), a, b, y);

    /// <inheritdoc/>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.SumTo(scope.Cotangent, scope.Input(0).Shape));
        if (scope.Wants(1)) scope.Set(1, scope.SumTo(scope.Call(new Multiply(), scope.Cotangent, scope.Constant(-1)), scope.Input(1).Shape));
    }

    private readonly struct Function : IBinaryFunction
    {
        public Vector<float> Value(Vector<float> a, Vector<float> b) => a - b;
    }
}
