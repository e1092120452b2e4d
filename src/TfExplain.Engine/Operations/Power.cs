using System.Numerics;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>a^b.</summary>
public sealed record Power : Binary
{
    private protected override void Evaluate(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Vectorized.Map(default(Function), a, b, y);

    /// <summary>da = dy b a^(b - 1), db = dy y log(a), the latter 0 where a &lt;= 0.</summary>
    public override void Backward(BackwardScope scope)
    {
        Node a = scope.Input(0), b = scope.Input(1);
        if (scope.Wants(0))
        {
            var lower = scope.Call(new Power(), a, scope.Call(new Subtract(), b, scope.Constant(1)));
            scope.Set(0, scope.SumTo(Times(scope.Cotangent, Times(b, lower)), a.Shape));
        }
        if (scope.Wants(1))
        {
            var log = scope.Call(new Select(), scope.Call(new Greater(), a, scope.Constant(0)), scope.Call(Unary.Of<Log>(), a), scope.Constant(0));
            scope.Set(1, scope.SumTo(Times(scope.Cotangent, Times(scope.Node, log)), b.Shape));
        }
        
        Node Times(Node x, Node y) => scope.Call(new Multiply(), x, y);
    }

    private readonly struct Function : IBinaryFunction
    {
        public Vector<float> Value(Vector<float> a, Vector<float> b) => Elementary.Power(a, b);
    }
}
