using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>Mean over the last axis of max(1 - y p, 0); labels of a batch that are all 0 or 1 count as -1 and 1.</summary>
public sealed record Hinge : Loss
{
    private protected override Node Elements(Formula f, Node yTrue, Node yPred) => f.RowMean(Margin(f, yTrue, yPred));

    /// <summary>max(1 - y p, 0).</summary>
    internal static Node Margin(Formula f, Node yTrue, Node yPred)
    {
        // y (y - 1) = 0 for 0 and 1 alone.
        var isBit = f.Call(new Equal(), f.Multiply(yTrue, f.Add(yTrue, -1)), f.Number(0));
        var signs = f.Add(f.Multiply(yTrue, 2), -1);
        var y = f.Call(new Select(), f.Call(new Reduce(ReduceKind.Min, []), isBit), signs, yTrue);
        return f.Max(f.Subtract(1, f.Multiply(y, yPred)), 0);
    }
}
