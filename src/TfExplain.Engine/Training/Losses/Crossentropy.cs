using TfExplain.Engine;

namespace TfExplain.Training.Losses;

/// <summary>What the cross-entropies of probabilities or logits against labels in [0, 1] share.</summary>
public abstract record Crossentropy : Loss
{
    private protected Crossentropy()
    {
    }

    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    public bool FromLogits { get; init; }

    /// <summary>How far labels are moved towards all classes alike: towards one half, or 1 / classes.</summary>
    public double LabelSmoothing { get; init => field = Training.Check.Fraction(value); }

    /// <inheritdoc/>
    public sealed override void Check(ReadOnlySpan<float> yTrue, Shape yTrueShape, Shape yPredShape)
    {
        LabelCheck.SameShape(this, yTrueShape, yPredShape);
        LabelCheck.Range(this, yTrue, yTrueShape, 0, 1, "numbers from 0 to 1");
    }

    /// <summary>y (1 - s) + s / classes.</summary>
    private protected Node Smooth(Formula f, Node y, int classes) =>
        LabelSmoothing == 0 ? y : f.Add(f.Multiply(y, (float)(1 - LabelSmoothing)), (float)(LabelSmoothing / classes));
}
