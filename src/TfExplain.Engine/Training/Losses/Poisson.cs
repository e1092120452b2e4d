using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>Mean over the last axis of p - y log(p + 1e-7).</summary>
public sealed record Poisson : Loss
{
    private protected override Node Elements(Formula f, Node yTrue, Node yPred) => f.RowMean(f.Subtract(yPred, f.Multiply(yTrue, f.Of<Log>(f.Add(yPred, Epsilon)))));
}
