using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>
/// -sum y log p over the classes (the last axis), labels smoothed to y (1 - s) + s / classes. Logits, or what comes straight from a softmax, go through the
/// log-softmax; other probabilities are divided by their sum and clipped to [1e-7, 1 - 1e-7].
/// </summary>
public sealed record CategoricalCrossentropy : Crossentropy
{
    private protected override Node Elements(Formula f, Node yTrue, Node yPred)
    {
        var y = Smooth(f, yTrue, yPred.Shape[^1]);
        var logits = FromLogits ? yPred : Logits.OfSoftmax(yPred);
        var log = logits is not null ? f.Call(new LogSoftmax(), logits) : f.Of<Log>(f.Clip(f.Divide(yPred, f.Sum(yPred, [-1], true)), Epsilon, 1 - Epsilon));
        return f.Negate(f.RowSum(f.Multiply(y, log)));
    }
}
