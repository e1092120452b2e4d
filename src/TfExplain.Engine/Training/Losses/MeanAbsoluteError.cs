using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>Mean over the last axis of |y - p|.</summary>
public sealed record MeanAbsoluteError : Loss
{
    private protected override Node Elements(Formula f, Node yTrue, Node yPred) => f.RowMean(f.Of<Abs>(f.Subtract(yPred, yTrue)));
}
