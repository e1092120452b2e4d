namespace TfExplain.Training.Optimizers;

/// <summary>
/// m += (1 - Beta1) (g - m), v += (1 - Beta2) (g^2 - v), w -= rate sqrt(1 - Beta2^t) / (1 - Beta1^t) m / (sqrt(v) + Epsilon); with Amsgrad the largest v so far.
/// Slots: m, v; vhat. (Kingma and Ba, 2015, arXiv 1412.6980, in the order of its section 2's end.)
/// </summary>
public sealed record Adam : Optimizer
{
    /// <summary>Keras's defaults.</summary>
    public Adam() : this(0.001f)
    {
    }

    /// <summary>An optimiser of this rate.</summary>
    public Adam(Schedule learningRate) : base(learningRate)
    {
    }

    /// <summary>What the mean of the gradients keeps.</summary>
    public double Beta1 { get; init => field = Check.DecayRate(value); } = 0.9;

    /// <summary>What the mean of the squared gradients keeps.</summary>
    public double Beta2 { get; init => field = Check.DecayRate(value); } = 0.999;

    /// <summary>Keeps the division finite.</summary>
    public float Epsilon { get; init => field = Check.Positive(value); } = 1e-7f;

    /// <summary>Whether v never falls (Reddi et al., 2018).</summary>
    public bool Amsgrad { get; init; }

    /// <inheritdoc/>
    protected internal override void Declare(SlotDeclaration slots) => AdamRule.Declare(slots, Amsgrad);

    /// <inheritdoc/>
    protected internal override void Apply(in WeightUpdate update) => AdamRule.Apply(update, Beta1, Beta2, Epsilon, Amsgrad);
}
