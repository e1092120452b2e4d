using System.Numerics;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>1 where one of a and b is 0 and the other is not, else 0.</summary>
public sealed record LogicalXor : Binary
{
    private protected override void Evaluate(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Vectorized.Map(default(Function), a, b, y);

    /// <summary>Piecewise constant: no cotangent leaves.</summary>
    public override void Backward(BackwardScope scope)
    {
    }

    private readonly struct Function : IBinaryFunction
    {
        public Vector<float> Value(Vector<float> a, Vector<float> b) => Vector.ConditionalSelect(Vector.Equals(a, Vector<float>.Zero) ^ Vector.Equals(b, Vector<float>.Zero), Vector<float>.One, Vector<float>.Zero);
    }
}
