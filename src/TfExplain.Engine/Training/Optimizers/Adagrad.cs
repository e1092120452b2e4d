using System.Numerics;
using static TfExplain.Training.WeightUpdate;

namespace TfExplain.Training.Optimizers;

/// <summary>a += g^2, w -= rate g / sqrt(a + Epsilon). Slots: accumulator. (Duchi et al., 2011.)</summary>
public sealed record Adagrad : Optimizer
{
    /// <summary>Keras's defaults.</summary>
    public Adagrad() : this(0.001f)
    {
    }

    /// <summary>An optimiser of this rate.</summary>
    public Adagrad(Schedule learningRate) : base(learningRate)
    {
    }

    /// <summary>Where the sums of squares start.</summary>
    public float InitialAccumulatorValue { get; init => field = Check.NotNegative(value); } = 0.1f;

    /// <summary>Keeps the division finite.</summary>
    public float Epsilon { get; init => field = Check.Positive(value); } = 1e-7f;

    /// <inheritdoc/>
    protected internal override void Declare(SlotDeclaration slots) => slots.PerWeight(("accumulator", InitialAccumulatorValue));

    /// <inheritdoc/>
    protected internal override void Apply(in WeightUpdate update)
    {
        Vector<float> rate = new(update.Rate), epsilon = new(Epsilon);
        var sums = update.Slot(0);
        for (var i = 0; i < update.Length; i += Vector<float>.Count)
        {
            var g = update.Gradient(i);
            var sum = Store(sums, i, Load(sums, i) + g * g);
            update.SetWeight(i, update.Weight(i) - rate * g / Vector.SquareRoot(sum + epsilon));
        }
    }
}
