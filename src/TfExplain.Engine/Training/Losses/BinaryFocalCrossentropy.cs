using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>
/// Mean over the last axis of (1 - q)^Gamma BCE(y, p) with q = y p + (1 - y)(1 - p), times y Alpha + (1 - y)(1 - Alpha) if classes are balanced: binary
/// cross-entropy that looks away from what is easy. (Lin et al., 2017, arXiv 1708.02002.)
/// </summary>
public sealed record BinaryFocalCrossentropy : Crossentropy
{
    /// <summary>Whether the classes' losses are weighted by <see cref="Alpha"/>.</summary>
    public bool ApplyClassBalancing { get; init; }

    /// <summary>The weight of class 1; class 0 has the rest.</summary>
    public double Alpha { get; init => field = Training.Check.Fraction(value); } = 0.25;

    /// <summary>How much easy samples are looked away from.</summary>
    public double Gamma { get; init => field = Training.Check.NotNegative(value); } = 2;

    private protected override Node Elements(Formula f, Node yTrue, Node yPred)
    {
        var y = Smooth(f, yTrue, 2);
        var p = FromLogits ? f.Of<Sigmoid>(yPred) : yPred;
        var q = f.Add(f.Multiply(y, p), f.Multiply(f.Subtract(1, y), f.Subtract(1, p)));
        var focal = f.Multiply(f.Of(f.Subtract(1, q), new PowerOf((float)Gamma)), BinaryCrossentropy.Entropy(f, y, yPred, FromLogits));
        if (ApplyClassBalancing) focal = f.Multiply(focal, f.Add(f.Multiply(y, (float)(2 * Alpha - 1)), (float)(1 - Alpha)));
        return f.RowMean(focal);
    }
}
