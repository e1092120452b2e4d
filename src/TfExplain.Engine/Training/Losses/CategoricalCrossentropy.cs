using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>
/// -sum y log p over the classes (the last axis), labels smoothed to y (1 - s) + s / classes. Logits, or what comes straight from a softmax, go through the
/// log-softmax; other probabilities are divided by their sum and clipped to [1e-7, 1 - 1e-7].
/// </summary>
public sealed record CategoricalCrossentropy : Loss
{
    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    public bool FromLogits { get; init; }

    /// <summary>How far labels are moved towards all classes alike.</summary>
    public double LabelSmoothing { get; init => field = Training.Check.Fraction(value); }

    /// <inheritdoc/>
    public override void Check(ReadOnlySpan<float> yTrue, Shape yTrueShape, Shape yPredShape)
    {
        LabelCheck.SameShape(this, yTrueShape, yPredShape);
        LabelCheck.Range(this, yTrue, yTrueShape, 0, 1, "numbers from 0 to 1");
    }

    private protected override Node Elements(Formula f, Node yTrue, Node yPred)
    {
        var y = LabelSmoothing == 0 ? yTrue : f.Add(f.Multiply(yTrue, (float)(1 - LabelSmoothing)), (float)(LabelSmoothing / yPred.Shape[^1]));
        var logits = FromLogits ? yPred : Logits.OfSoftmax(yPred);
        var log = logits is not null ? f.Call(new LogSoftmax(), logits) : f.Of<Log>(f.Clip(f.Divide(yPred, f.Sum(yPred, [-1], true)), Epsilon, 1 - Epsilon));
        return f.Negate(f.RowSum(f.Multiply(y, log)));
    }
}
