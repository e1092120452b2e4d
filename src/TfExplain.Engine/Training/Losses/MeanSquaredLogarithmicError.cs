using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>Mean over the last axis of (log(1 + max(y, 1e-7)) - log(1 + max(p, 1e-7)))^2.</summary>
public sealed record MeanSquaredLogarithmicError : Loss
{
    private protected override Node Elements(Formula f, Node yTrue, Node yPred)
    {
        Node log(Node x) => f.Of<Log1p>(f.Max(x, Epsilon));
        return f.RowMean(f.Call(new SquaredDifference(), log(yPred), log(yTrue)));
    }
}
