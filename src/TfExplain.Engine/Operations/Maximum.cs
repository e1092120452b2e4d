using System.Numerics;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>max(a, b).</summary>
public sealed record Maximum : Binary
{
    private protected override void Evaluate(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Vectorized.Map(default(Function), a, b, y);

    /// <summary>A tie gives its cotangent to a, as in TensorFlow.</summary>
    public override void Backward(BackwardScope scope)
    {
        Give(0, new GreaterEqual());
        Give(1, new Less());
        
        void Give(int index, Operation wins)
        {
            if (!scope.Wants(index)) return;
            var mask = scope.Call(wins, scope.Input(0), scope.Input(1));
            scope.Set(index, scope.SumTo(scope.Call(new Multiply(), scope.Cotangent, mask), scope.Input(index).Shape));
        }
    }

    private readonly struct Function : IBinaryFunction
    {
        public Vector<float> Value(Vector<float> a, Vector<float> b) => Vector.Max(a, b);
    }
}
