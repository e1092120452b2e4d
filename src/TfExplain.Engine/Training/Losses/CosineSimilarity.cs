using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>-sum y p over an axis, both first scaled to length 1 (at least 1e-6 before): -1 for the same direction, 1 for opposite ones.</summary>
public sealed record CosineSimilarity : Loss
{
    /// <summary>The axis of the vectors.</summary>
    public int Axis { get; init; } = -1;

    private protected override Node Elements(Formula f, Node yTrue, Node yPred)
    {
        Node unit(Node x) => L2Normalize.Build(f.Builder, $"{f.Name}/unit", x, [Axis]);
        return f.Negate(f.Sum(f.Multiply(unit(yTrue), unit(yPred)), [Axis]));
    }
}
