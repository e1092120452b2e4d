using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>sum y log(y / p) over the last axis, both clipped to [1e-7, 1].</summary>
public sealed record KLDivergence : Loss
{
    /// <inheritdoc/>
    public override void Check(ReadOnlySpan<float> yTrue, Shape yTrueShape, Shape yPredShape)
    {
        LabelCheck.SameShape(this, yTrueShape, yPredShape);
        LabelCheck.Range(this, yTrue, yTrueShape, 0, 1, "numbers from 0 to 1");
    }

    private protected override Node Elements(Formula f, Node yTrue, Node yPred)
    {
        Node y = f.Clip(yTrue, Epsilon, 1), p = f.Clip(yPred, Epsilon, 1);
        return f.RowSum(f.Multiply(y, f.Of<Log>(f.Divide(y, p))));
    }
}
