using System.Numerics;
using static TfExplain.Training.WeightUpdate;

namespace TfExplain.Training.Optimizers;

/// <summary>
/// Follow the regularised leader: a' = a + g^2, l += g + 2 L2ShrinkageRegularizationStrength w - (a'^-p - a^-p) / rate w,
/// w = (clip(l, -L1, L1) - l) / (a'^-p / rate + 2 (L2 + Beta / (2 rate))) with p = LearningRatePower. Slots: accumulator (a), linear (l). (McMahan et al., 2013.)
/// </summary>
public sealed record Ftrl : Optimizer
{
    /// <summary>Keras's defaults.</summary>
    public Ftrl() : this(0.001f)
    {
    }

    /// <summary>An optimiser of this rate.</summary>
    public Ftrl(Schedule learningRate) : base(learningRate)
    {
    }

    /// <summary>The exponent p of the sums of squares, at most 0; -1/2 makes the steps those of <see cref="Adagrad"/>.</summary>
    public float LearningRatePower { get; init => field = -Check.NotNegative(-value); } = -0.5f;

    /// <summary>Where the sums of squares start.</summary>
    public float InitialAccumulatorValue { get; init => field = Check.NotNegative(value); } = 0.1f;

    /// <summary>L1: pulls weights to exactly 0.</summary>
    public float L1RegularizationStrength { get; init => field = Check.NotNegative(value); }

    /// <summary>L2: pulls weights towards 0.</summary>
    public float L2RegularizationStrength { get; init => field = Check.NotNegative(value); }

    /// <summary>A pull towards 0 that acts with the gradient.</summary>
    public float L2ShrinkageRegularizationStrength { get; init => field = Check.NotNegative(value); }

    /// <summary>The paper's beta.</summary>
    public float Beta { get; init => field = Check.NotNegative(value); }

    /// <inheritdoc/>
    protected internal override void Declare(SlotDeclaration slots) => slots.PerWeight(("accumulator", InitialAccumulatorValue), ("linear", 0));

    /// <inheritdoc/>
    protected internal override void Apply(in WeightUpdate update)
    {
        // A rate of 0 moves nothing; the formula would divide by it.
        if (update.Rate == 0) return;
        Vector<float> inverse = new(1 / update.Rate), shrinkage = new(2 * L2ShrinkageRegularizationStrength), twoL2 = new((float)(2 * (L2RegularizationStrength + Beta / (2.0 * update.Rate))));
        Span<float> sums = update.Slot(0), linears = update.Slot(1);
        for (var i = 0; i < update.Length; i += Vector<float>.Count)
        {
            Vector<float> g = update.Gradient(i), w = update.Weight(i), before = Load(sums, i);
            var after = Store(sums, i, before + g * g);
            var root = Root(after);
            var linear = Store(linears, i, Load(linears, i) + g + shrinkage * w - (root - Root(before)) * inverse * w);
            var clipped = new Engine.Operations.Clip(-L1RegularizationStrength, L1RegularizationStrength).Value(linear);
            update.SetWeight(i, (clipped - linear) / (root * inverse + twoL2));
        }
    }

    /// <summary>a^-p.</summary>
    private Vector<float> Root(Vector<float> a) =>
        LearningRatePower == -0.5f ? Vector.SquareRoot(a) : Engine.Kernels.Elementary.Power(a, new(-LearningRatePower));
}
