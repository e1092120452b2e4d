using System.Numerics;
using static TfExplain.Training.WeightUpdate;

namespace TfExplain.Training.Optimizers;

/// <summary>
/// Adam in the maximum norm: m += (1 - Beta1) (g - m), u = max(Beta2 u, |g|), w -= rate / (1 - Beta1^t) m / (u + Epsilon). Slots: m, u.
/// (Kingma and Ba, 2015, section 7.)
/// </summary>
public sealed record Adamax : Optimizer
{
    /// <summary>Keras's defaults.</summary>
    public Adamax() : this(0.001f)
    {
    }

    /// <summary>An optimiser of this rate.</summary>
    public Adamax(Schedule learningRate) : base(learningRate)
    {
    }

    /// <summary>What the mean of the gradients keeps.</summary>
    public double Beta1 { get; init => field = Check.DecayRate(value); } = 0.9;

    /// <summary>What the largest gradient keeps.</summary>
    public double Beta2 { get; init => field = Check.DecayRate(value); } = 0.999;

    /// <summary>Keeps the division finite.</summary>
    public float Epsilon { get; init => field = Check.Positive(value); } = 1e-7f;

    /// <inheritdoc/>
    protected internal override void Declare(SlotDeclaration slots) => slots.PerWeight(("m", 0), ("u", 0));

    /// <inheritdoc/>
    protected internal override void Apply(in WeightUpdate update)
    {
        Vector<float> take = new((float)(1 - Beta1)), keep = new((float)Beta2), epsilon = new(Epsilon);
        var alpha = new Vector<float>((float)(update.Rate / (1 - Math.Pow(Beta1, update.Step))));
        Span<float> ms = update.Slot(0), us = update.Slot(1);
        for (var i = 0; i < update.Length; i += Vector<float>.Count)
        {
            Vector<float> g = update.Gradient(i), m = Load(ms, i);
            m = Store(ms, i, m + (g - m) * take);
            var u = Store(us, i, Vector.Max(keep * Load(us, i), Vector.Abs(g)));
            update.SetWeight(i, update.Weight(i) - m * alpha / (u + epsilon));
        }
    }
}
