using System.Numerics;
using static TfExplain.Training.WeightUpdate;

namespace TfExplain.Training.Optimizers;

/// <summary>
/// w -= rate sign(Beta1 m + (1 - Beta1) g), then m = Beta2 m + (1 - Beta2) g. Slots: m. (Chen et al., 2023, arXiv 2302.06675.)
/// </summary>
public sealed record Lion : Optimizer
{
    /// <summary>Keras's defaults.</summary>
    public Lion() : this(0.0001f)
    {
    }

    /// <summary>An optimiser of this rate.</summary>
    public Lion(Schedule learningRate) : base(learningRate)
    {
    }

    /// <summary>What the step's direction takes of the mean.</summary>
    public double Beta1 { get; init => field = Check.DecayRate(value); } = 0.9;

    /// <summary>What the mean of the gradients keeps.</summary>
    public double Beta2 { get; init => field = Check.DecayRate(value); } = 0.99;

    /// <inheritdoc/>
    protected internal override void Declare(SlotDeclaration slots) => slots.PerWeight(("m", 0));

    /// <inheritdoc/>
    protected internal override void Apply(in WeightUpdate update)
    {
        Vector<float> rate = new(update.Rate), keep1 = new((float)Beta1), take1 = new((float)(1 - Beta1)), keep2 = new((float)Beta2), take2 = new((float)(1 - Beta2));
        var ms = update.Slot(0);
        for (var i = 0; i < update.Length; i += Vector<float>.Count)
        {
            Vector<float> g = update.Gradient(i), m = Load(ms, i);
            update.SetWeight(i, update.Weight(i) - rate * default(Engine.Operations.Sign).Value(m * keep1 + g * take1));
            Store(ms, i, m * keep2 + g * take2);
        }
    }
}
