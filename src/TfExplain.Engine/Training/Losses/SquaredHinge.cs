using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>Mean over the last axis of max(1 - y p, 0)^2; labels of a batch that are all 0 or 1 count as -1 and 1.</summary>
public sealed record SquaredHinge : Loss
{
    private protected override Node Elements(Formula f, Node yTrue, Node yPred) => f.RowMean(f.Of<Square>(Hinge.Margin(f, yTrue, yPred)));
}
