using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>
/// -sum Alpha (1 - p)^Gamma y log p over the classes, labels smoothed to y (1 - s) + s / classes. Probabilities are divided by their sum and clipped to
/// [1e-7, 1 - 1e-7]; logits go through the log-softmax. (Lin et al., 2017, arXiv 1708.02002.)
/// </summary>
public sealed record CategoricalFocalCrossentropy : Crossentropy
{
    /// <summary>A factor of all losses.</summary>
    public double Alpha { get; init => field = Training.Check.Fraction(value); } = 0.25;

    /// <summary>How much easy samples are looked away from.</summary>
    public double Gamma { get; init => field = Training.Check.NotNegative(value); } = 2;

    private protected override Node Elements(Formula f, Node yTrue, Node yPred)
    {
        var y = Smooth(f, yTrue, yPred.Shape[^1]);
        var log = FromLogits ? f.Call(new LogSoftmax(), yPred) : f.Of<Log>(f.Clip(f.Divide(yPred, f.Sum(yPred, [-1], true)), Epsilon, 1 - Epsilon));
        var focus = f.Of(f.Subtract(1, f.Of<Exp>(log)), new PowerOf((float)Gamma));
        return f.Multiply(f.RowSum(f.Multiply(focus, f.Multiply(y, log))), (float)-Alpha);
    }
}
