using System.Numerics;
using static TfExplain.Training.WeightUpdate;

namespace TfExplain.Training.Optimizers;

/// <summary>
/// Gradient descent: w -= rate g; with momentum m = Momentum m - rate g and w += m; with Nesterov's look ahead w += Momentum m - rate g instead.
/// Slots: m where there is momentum. (Sutskever et al., 2013.)
/// </summary>
public sealed record SGD : Optimizer
{
    /// <summary>Keras's defaults.</summary>
    public SGD() : this(0.01f)
    {
    }

    /// <summary>An optimiser of this rate.</summary>
    public SGD(Schedule learningRate) : base(learningRate)
    {
    }

    /// <summary>What the velocity keeps; 0 for none.</summary>
    public double Momentum { get; init => field = Check.Fraction(value); }

    /// <summary>Whether the step is taken where the velocity leads.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    protected internal override void Declare(SlotDeclaration slots)
    {
        if (Momentum != 0) slots.PerWeight(("m", 0));
    }

    /// <inheritdoc/>
    protected internal override void Apply(in WeightUpdate update)
    {
        Vector<float> rate = new(update.Rate), momentum = new((float)Momentum);
        var m = Momentum == 0 ? [] : update.Slot(0);
        for (var i = 0; i < update.Length; i += Vector<float>.Count)
        {
            var step = -update.Gradient(i) * rate;
            if (Momentum != 0)
            {
                var velocity = Store(m, i, step + Load(m, i) * momentum);
                step = Nesterov ? step + velocity * momentum : velocity;
            }
            update.SetWeight(i, update.Weight(i) + step);
        }
    }
}
