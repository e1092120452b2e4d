using System.Numerics;
using static TfExplain.Training.WeightUpdate;

namespace TfExplain.Training.Optimizers;

/// <summary>
/// v = Rho v + (1 - Rho) g^2, step = rate g / sqrt(v + Epsilon); centred with v less the square of the gradients' running mean; with momentum
/// m = Momentum m + step and w -= m, else w -= step. Slots: velocity; momentum; average_gradient. (Tieleman and Hinton, 2012.)
/// </summary>
public sealed record RMSprop : Optimizer
{
    /// <summary>Keras's defaults.</summary>
    public RMSprop() : this(0.001f)
    {
    }

    /// <summary>An optimiser of this rate.</summary>
    public RMSprop(Schedule learningRate) : base(learningRate)
    {
    }

    /// <summary>What the means keep.</summary>
    public double Rho { get; init => field = Check.DecayRate(value); } = 0.9;

    /// <summary>What the sum of the steps keeps; 0 for none.</summary>
    public double Momentum { get; init => field = Check.Fraction(value); }

    /// <summary>Keeps the division finite.</summary>
    public float Epsilon { get; init => field = Check.Positive(value); } = 1e-7f;

    /// <summary>Whether to divide by the gradients' deviation rather than their root mean square.</summary>
    public bool Centered { get; init; }

    /// <inheritdoc/>
    protected internal override void Declare(SlotDeclaration slots)
    {
        slots.PerWeight(("velocity", 0));
        if (Momentum > 0) slots.PerWeight(("momentum", 0));
        if (Centered) slots.PerWeight(("average_gradient", 0));
    }

    /// <inheritdoc/>
    protected internal override void Apply(in WeightUpdate update)
    {
        Vector<float> keep = new((float)Rho), take = new((float)(1 - Rho)), rate = new(update.Rate), momentum = new((float)Momentum), epsilon = new(Epsilon);
        Span<float> vs = update.Slot(0), ms = Momentum > 0 ? update.Slot(1) : [], means = Centered ? update.Slot(Momentum > 0 ? 2 : 1) : [];
        for (var i = 0; i < update.Length; i += Vector<float>.Count)
        {
            var g = update.Gradient(i);
            var v = Store(vs, i, keep * Load(vs, i) + take * g * g);
            if (Centered)
            {
                var mean = Store(means, i, keep * Load(means, i) + take * g);
                v -= mean * mean;
            }
            var step = rate * g / Vector.SquareRoot(v + epsilon);
            if (Momentum > 0) step = Store(ms, i, momentum * Load(ms, i) + step);
            update.SetWeight(i, update.Weight(i) - step);
        }
    }
}
