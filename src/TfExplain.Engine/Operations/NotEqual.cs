using System.Numerics;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>1 where a and b differ (NaN differs from everything), else 0.</summary>
public sealed record NotEqual : Binary
{
    private protected override void Evaluate(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Vectorized.Map(default(Function), a, b, y);

    /// <summary>Piecewise constant: no cotangent leaves.</summary>
    public override void Backward(BackwardScope scope)
    {
    }

    private readonly struct Function : IBinaryFunction
    {
        public Vector<float> Value(Vector<float> a, Vector<float> b) => Vector.ConditionalSelect(~Vector.Equals(a, b), Vector<float>.One, Vector<float>.Zero);
    }
}
