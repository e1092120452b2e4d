using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Regularizers;

/// <summary>Factor sum |w|.</summary>
public sealed record L1 : Regularizer
{
    /// <summary>A penalty of this strength.</summary>
    public L1(float factor = 0.01f) => Factor = factor;

    /// <summary>The strength.</summary>
    public float Factor { get; init => field = Check.NotNegative(value); }

    private protected override Node Penalty(Formula f, Node weight) => f.Multiply(f.Sum(f.Of<Abs>(weight), []), Factor);
}
