using System.Numerics;
using static TfExplain.Training.WeightUpdate;

namespace TfExplain.Training.Optimizers;

/// <summary>
/// Adam with Nesterov's momentum: u(t) = Beta1 (1 - 0.96^t / 2), P(t) = u(1) ... u(t), m and v as in Adam,
/// w -= rate (u(t+1) m / (1 - P(t) u(t+1)) + (1 - u(t)) g / (1 - P(t))) / (sqrt(v / (1 - Beta2^t)) + Epsilon). Slots: m, v; P. (Dozat, 2015.)
/// </summary>
public sealed record Nadam : Optimizer
{
    /// <summary>Keras's defaults.</summary>
    public Nadam() : this(0.001f)
    {
    }

    /// <summary>An optimiser of this rate.</summary>
    public Nadam(Schedule learningRate) : base(learningRate)
    {
    }

    /// <summary>What the mean of the gradients keeps.</summary>
    public double Beta1 { get; init => field = Check.DecayRate(value); } = 0.9;

    /// <summary>What the mean of the squared gradients keeps.</summary>
    public double Beta2 { get; init => field = Check.DecayRate(value); } = 0.999;

    /// <summary>Keeps the division finite.</summary>
    public float Epsilon { get; init => field = Check.Positive(value); } = 1e-7f;

    /// <summary>Whether P takes the factor u(t) once for every weight rather than once for every step, so that it depends on the weights' order. Keras 2.15's compiled
    /// training does so by mistake; true reproduces its numbers.</summary>
    public bool ProductPerWeight { get; init; }

    /// <inheritdoc/>
    protected internal override void Declare(SlotDeclaration slots)
    {
        slots.PerWeight(("m", 0), ("v", 0));
        slots.Scalar("u_product", 1);
    }

    /// <inheritdoc/>
    protected internal override void Advance(IReadOnlyList<OptimizerSlot> scalars, long step, int weights)
    {
        var product = scalars[0].Values[0];
        scalars[0].CopyFrom([(float)(product * Math.Pow(U(step), ProductPerWeight ? weights : 1))]);
    }

    /// <inheritdoc/>
    protected internal override void Apply(in WeightUpdate update)
    {
        var u = U(update.Step);
        var product = update.Scalar(0) * Math.Pow(u, ProductPerWeight ? update.Before + 1 : 1);
        var next = U(update.Step + 1);
        Vector<float> takeM = new((float)(1 - Beta1)), takeV = new((float)(1 - Beta2)), epsilon = new(Epsilon);
        Vector<float> ofMean = new((float)(update.Rate * next / (1 - product * next))), ofGradient = new((float)(update.Rate * (1 - u) / (1 - product)));
        var correction = new Vector<float>((float)(1 / (1 - Math.Pow(Beta2, update.Step))));
        Span<float> ms = update.Slot(0), vs = update.Slot(1);
        for (var i = 0; i < update.Length; i += Vector<float>.Count)
        {
            Vector<float> g = update.Gradient(i), m = Load(ms, i), v = Load(vs, i);
            m = Store(ms, i, m + (g - m) * takeM);
            v = Store(vs, i, v + (g * g - v) * takeV);
            update.SetWeight(i, update.Weight(i) - (ofMean * m + ofGradient * g) / (Vector.SquareRoot(v * correction) + epsilon));
        }
    }

    private double U(long step) => Beta1 * (1 - 0.5 * Math.Pow(0.96, step));
}
