using System.Numerics;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>a - b floor(a / b): the remainder with the sign of b, exact.</summary>
public sealed record FloorMod : Binary
{
    private protected override void Evaluate(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Vectorized.Map(default(Function), a, b, y);

    /// <summary>da = dy, db = -dy floor(a / b).</summary>
    public override void Backward(BackwardScope scope)
    {
        if (scope.Wants(0)) scope.Set(0, scope.SumTo(scope.Cotangent, scope.Input(0).Shape));
        if (!scope.Wants(1)) return;
        var quotient = scope.Call(new FloorDivide(), scope.Input(0), scope.Input(1));
        scope.Set(1, scope.SumTo(scope.Call(Unary.Of<Negate>(), scope.Call(new Multiply(), scope.Cotangent, quotient)), scope.Input(1).Shape));
    }

    private readonly struct Function : IBinaryFunction
    {
        public Vector<float> Value(Vector<float> a, Vector<float> b)
        {
            Span<float> lanes = stackalloc float[Vector<float>.Count];
            for (var lane = 0; lane < lanes.Length; lane++)
            {
                var rest = a[lane] % b[lane];
                lanes[lane] = rest != 0 && rest < 0 != b[lane] < 0 ? rest + b[lane] : rest;
            }
            return new(lanes);
        }
    }
}
