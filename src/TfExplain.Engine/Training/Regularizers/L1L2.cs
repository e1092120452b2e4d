using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Regularizers;

/// <summary>L1 sum |w| + L2 sum w^2.</summary>
public sealed record L1L2 : Regularizer
{
    /// <summary>A penalty of these strengths.</summary>
    public L1L2(float l1 = 0, float l2 = 0) => (L1, L2) = (l1, l2);

    /// <summary>The strength of sum |w|.</summary>
    public float L1 { get; init => field = Check.NotNegative(value); }

    /// <summary>The strength of sum w^2.</summary>
    public float L2 { get; init => field = Check.NotNegative(value); }

    private protected override Node Penalty(Formula f, Node weight) =>
        f.Add(f.Multiply(f.Sum(f.Of<Abs>(weight), []), L1), f.Multiply(f.Sum(f.Of<Square>(weight), []), L2));
}
