namespace TfExplain.Training.Optimizers;

/// <summary>
/// <see cref="Adam"/> with the weights decayed by themselves: w -= w WeightDecay rate before each step. Slots: m, v; vhat.
/// (Loshchilov and Hutter, 2019, arXiv 1711.05101.)
/// </summary>
public sealed record AdamW : Optimizer
{
    /// <summary>Keras's defaults.</summary>
    public AdamW() : this(0.001f)
    {
    }

    /// <summary>An optimiser of this rate.</summary>
    public AdamW(Schedule learningRate) : base(learningRate) => WeightDecay = 0.004f;

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
