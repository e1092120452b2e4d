using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>100 times the mean over the last axis of |(y - p) / max(|y|, 1e-7)|.</summary>
public sealed record MeanAbsolutePercentageError : Loss
{
    private protected override Node Elements(Formula f, Node yTrue, Node yPred)
    {
        var part = f.Divide(f.Subtract(yTrue, yPred), f.Max(f.Of<Abs>(yTrue), Epsilon));
        return f.Multiply(f.RowMean(f.Of<Abs>(part)), 100);
    }
}
