using System.Numerics;
using static TfExplain.Training.WeightUpdate;

namespace TfExplain.Training.Optimizers;

/// <summary>
/// a = Rho a + (1 - Rho) g^2, d = g sqrt(b + Epsilon) / sqrt(a + Epsilon), b = Rho b + (1 - Rho) d^2, w -= rate d. Slots: accumulated_grad (a), accumulated_delta_var (b).
/// (Zeiler, 2012, arXiv 1212.5701, whose rate is 1.)
/// </summary>
public sealed record Adadelta : Optimizer
{
    /// <summary>Keras's defaults.</summary>
    public Adadelta() : this(0.001f)
    {
    }

    /// <summary>An optimiser of this rate.</summary>
    public Adadelta(Schedule learningRate) : base(learningRate)
    {
    }

    /// <summary>What the means keep.</summary>
    public double Rho { get; init => field = Check.DecayRate(value); } = 0.95;

    /// <summary>Keeps the division finite.</summary>
    public float Epsilon { get; init => field = Check.Positive(value); } = 1e-7f;

    /// <inheritdoc/>
    protected internal override void Declare(SlotDeclaration slots) => slots.PerWeight(("accumulated_grad", 0), ("accumulated_delta_var", 0));

    /// <inheritdoc/>
    protected internal override void Apply(in WeightUpdate update)
    {
        Vector<float> keep = new((float)Rho), take = new((float)(1 - Rho)), rate = new(update.Rate), epsilon = new(Epsilon);
        Span<float> gradients = update.Slot(0), steps = update.Slot(1);
        for (var i = 0; i < update.Length; i += Vector<float>.Count)
        {
            Vector<float> g = update.Gradient(i), before = Load(steps, i);
            var a = Store(gradients, i, keep * Load(gradients, i) + take * g * g);
            var step = g * Vector.SquareRoot(before + epsilon) / Vector.SquareRoot(a + epsilon);
            Store(steps, i, keep * before + take * step * step);
            update.SetWeight(i, update.Weight(i) - rate * step);
        }
    }
}
