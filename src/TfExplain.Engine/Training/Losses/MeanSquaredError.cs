using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>Mean over the last axis of (y - p)^2.</summary>
public sealed record MeanSquaredError : Loss
{
    private protected override Node Elements(Formula f, Node yTrue, Node yPred) => f.RowMean(f.Call(new SquaredDifference(), yPred, yTrue));
}
