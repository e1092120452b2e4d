using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>max(1 + max (1 - y) p - sum y p, 0) over the last axis; y is one-hot.</summary>
public sealed record CategoricalHinge : Loss
{
    /// <inheritdoc/>
    public override void Check(ReadOnlySpan<float> yTrue, Shape yTrueShape, Shape yPredShape)
    {
        LabelCheck.SameShape(this, yTrueShape, yPredShape);
        LabelCheck.Range(this, yTrue, yTrueShape, 0, 1, "numbers from 0 to 1");
    }

    private protected override Node Elements(Formula f, Node yTrue, Node yPred)
    {
        var right = f.RowSum(f.Multiply(yTrue, yPred));
        var wrong = f.Call(new Reduce(ReduceKind.Max, [-1]), f.Multiply(f.Subtract(1, yTrue), yPred));
        return f.Max(f.Add(f.Subtract(wrong, right), 1), 0);
    }
}
