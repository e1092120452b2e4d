using System.Numerics;
using TfExplain.Engine.Differentiation;
using TfExplain.Engine.Kernels;

namespace TfExplain.Engine.Operations;

/// <summary>The largest integer not above a / b.</summary>
public sealed record FloorDivide : Binary
{
    private protected override void Evaluate(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) => Vectorized.Map(default(Function), a, b, y);

    /// <summary>Piecewise constant: no cotangent leaves.</summary>
    public override void Backward(BackwardScope scope)
    {
    }

    private readonly struct Function : IBinaryFunction
    {
        public Vector<float> Value(Vector<float> a, Vector<float> b) => Vector.Floor(a / b);
    }
}
