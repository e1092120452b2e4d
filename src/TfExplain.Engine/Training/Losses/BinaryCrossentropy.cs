using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>
/// Mean over the last axis of -y log p - (1 - y) log(1 - p), labels smoothed to y (1 - s) + s / 2. Logits, or what comes straight from a sigmoid, are
/// taken as log(1 + exp(x)) - x y; other probabilities are clipped to [1e-7, 1 - 1e-7].
/// </summary>
public sealed record BinaryCrossentropy : Crossentropy
{
    private protected override Node Elements(Formula f, Node yTrue, Node yPred)
    {
        var y = Smooth(f, yTrue, 2);
        return f.RowMean(Entropy(f, y, yPred, FromLogits));
    }

    internal static Node Entropy(Formula f, Node y, Node yPred, bool fromLogits)
    {
        if ((fromLogits ? yPred : Logits.OfSigmoid(yPred)) is { } x) return f.Subtract(f.Of<Softplus>(x), f.Multiply(x, y));
        var p = f.Clip(yPred, Epsilon, 1 - Epsilon);
        var one = f.Multiply(y, f.Of<Log>(f.Add(p, Epsilon)));
        var zero = f.Multiply(f.Subtract(1, y), f.Of<Log>(f.Add(f.Subtract(1, p), Epsilon)));
        return f.Negate(f.Add(one, zero));
    }
}
