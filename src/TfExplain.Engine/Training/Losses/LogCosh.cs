using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>Mean over the last axis of log cosh e = |e| + log(1 + exp(-2 |e|)) - log 2, e = p - y.</summary>
public sealed record LogCosh : Loss
{
    private protected override Node Elements(Formula f, Node yTrue, Node yPred)
    {
        var size = f.Of<Abs>(f.Subtract(yPred, yTrue));
        return f.RowMean(f.Add(f.Add(size, f.Of<Softplus>(f.Multiply(size, -2))), -MathF.Log(2)));
    }
}
