using System.Numerics;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>x where x &gt; 0, else alpha x. Inputs: x, alpha (broadcast to x).</summary>
public sealed record PRelu : Binary, IActivation
{
    /// <inheritdoc/>
    public bool IsRectifier => true;

    private protected override void Evaluate(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Vectorized.Map(default(Function), a, b, y);

    /// <summary>dx = dy (1[x &gt; 0] + alpha 1[x &lt; 0]), dalpha = dy min(x, 0).</summary>
    public override void Backward(BackwardScope scope)
    {
        Node x = scope.Input(0), alpha = scope.Input(1), zero = scope.Constant(0);
        if (scope.Wants(0))
        {
            var slope = scope.Call(new Add(), scope.Call(new Greater(), x, zero), scope.Call(new Multiply(), scope.Call(new Less(), x, zero), alpha));
            scope.Set(0, scope.SumTo(scope.Call(new Multiply(), scope.Cotangent, slope), x.Shape));
        }
        if (scope.Wants(1))
            scope.Set(1, scope.SumTo(scope.Call(new Multiply(), scope.Cotangent, scope.Call(new Minimum(), x, zero)), alpha.Shape));
    }

    private readonly struct Function : IBinaryFunction
    {
        public Vector<float> Value(Vector<float> a, Vector<float> b) => Vector.ConditionalSelect(Vector.GreaterThan(a, Vector<float>.Zero), a, a * b);
    }
}
