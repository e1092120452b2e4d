using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>
/// -log p of the label's class. Labels are class numbers of shape [N, ...] or [N, ..., 1] for predictions [N, ..., classes]. Logits, or what comes straight
/// from a softmax, go through the log-softmax; other probabilities are clipped to [1e-7, 1 - 1e-7] and divided by their sum.
/// </summary>
public sealed record SparseCategoricalCrossentropy : Loss
{
    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    public bool FromLogits { get; init; }

    /// <summary>A label whose elements count neither in the sum nor in the number; null for none.</summary>
    public int? IgnoreClass { get; init; }

    /// <inheritdoc/>
    public override void Check(ReadOnlySpan<float> yTrue, Shape yTrueShape, Shape yPredShape)
    {
        Fit(yTrueShape, yPredShape, s => new ArgumentException(s));
        LabelCheck.Classes(this, yTrue, yTrueShape, yPredShape[^1], IgnoreClass);
    }

    private protected override Node Elements(Formula f, Node yTrue, Node yPred)
    {
        var logits = FromLogits ? yPred : Logits.OfSoftmax(yPred) ?? f.Of<Log>(f.Clip(yPred, Epsilon, 1 - Epsilon));
        var losses = f.Negate(f.RowSum(f.Multiply(f.Call(new OneHot(yPred.Shape[^1]), yTrue), f.Call(new LogSoftmax(), logits))));
        return Counted(f, yTrue) is { } counted ? f.Multiply(losses, counted) : losses;
    }

    private protected override Node? Counted(Formula f, Node yTrue) => IgnoreClass is { } ignored ? f.Call(new NotEqual(), yTrue, f.Number(ignored)) : null;

    private protected override Node Align(GraphBuilder b, string name, Node yTrue, Shape yPred)
    {
        Fit(yTrue.Shape, yPred, s => new ShapeException(s));
        return yTrue.Shape.Rank == yPred.Rank ? b.Call($"{name}/labels", new Reshape(Ints.Repeat(0, yPred.Rank - 1)), yTrue) : yTrue;
    }

    private void Fit(Shape yTrue, Shape yPred, Func<string, Exception> make)
    {
        if (yPred.Rank > 0 && (LabelCheck.Fits(yTrue, yPred[..^1]) || LabelCheck.Fits(yTrue, yPred.With(-1, 1)))) return;
        var hint = LabelCheck.Fits(yTrue, yPred) ? "The labels look like one row of numbers per sample; use CategoricalCrossentropy, or class numbers." : "Expected one class number per row of predictions.";
        throw make($"{nameof(SparseCategoricalCrossentropy)} got labels of shape {yTrue} for predictions of shape {yPred}. {hint}");
    }
}
