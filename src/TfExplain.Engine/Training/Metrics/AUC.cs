namespace TfExplain.Training.Metrics;

/// <summary>
/// The area under a curve: of the true over the false positive rate (ROC), or of precision over recall (PR), summed over thresholds 0, 1 / (n - 1), ..., 1.
/// PR is interpolated as Davis and Goadrich (2006) show.
/// </summary>
public sealed class AUC : ThresholdMetric
{
    private readonly bool _multiLabel;

    /// <summary>An area under a curve.</summary>
    /// <param name="numThresholds">The number of thresholds.</param>
    /// <param name="multiLabel">Whether each element of a row has a curve of its own, whose areas are averaged.</param>
    /// <param name="fromLogits">Whether predictions are logits.</param>
    /// <param name="thresholds">Thresholds between 0 and 1 that replace the even ones; 0 and 1 are added.</param>
    public AUC(int numThresholds = 200, bool multiLabel = false, bool fromLogits = false, IEnumerable<float>? thresholds = null)
        : base(thresholds is null ? Even(numThresholds) : [-Loss.Epsilon, .. thresholds.Order(), 1 + Loss.Epsilon], thresholds is null)
    {
        (_multiLabel, ByLabel, Logits) = (multiLabel, multiLabel, fromLogits);
        HasOwnThresholds = thresholds is not null;
    }

    /// <summary>Which curve.</summary>
    public AucCurve Curve { get; init; }

    /// <summary>How the curve runs between two thresholds.</summary>
    public AucSummation SummationMethod { get; init; }

    /// <summary>The weight of each label's area; null for the plain mean.</summary>
    public IReadOnlyList<double>? LabelWeights { get; init; }

    /// <summary>Whether each element of a row has a curve of its own.</summary>
    public bool MultiLabel => _multiLabel;

    /// <summary>Whether predictions are logits.</summary>
    public bool FromLogits => Logits;

    internal bool HasOwnThresholds { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Results
    {
        get
        {
            if (Labels == 0) return [0];
            if (LabelWeights is { } given && given.Count != Labels) throw new ArgumentException($"The metric '{Name}' has {given.Count} label weights for {Labels} labels.");
            double sum = 0, weights = 0;
            for (var label = 0; label < Labels; label++)
            {
                var weight = LabelWeights?[label] ?? 1;
                sum += weight * Area(At(label));
                weights += weight;
            }
            return [Ratio(sum, weights)];
        }
    }

    private double Area(Counts[] counts)
    {
        double area = 0;
        for (var i = 0; i + 1 < counts.Length; i++) area += Curve == AucCurve.PR && SummationMethod == AucSummation.Interpolation ? Interpolated(counts[i], counts[i + 1]) : Strip(counts[i], counts[i + 1]);
        return area;
    }

    private double Strip(Counts left, Counts right)
    {
        double dx = Curve == AucCurve.ROC ? left.FalsePositiveRate - right.FalsePositiveRate : left.Recall - right.Recall;
        double a = Curve == AucCurve.ROC ? left.Recall : left.Precision, b = Curve == AucCurve.ROC ? right.Recall : right.Precision;
        return dx * SummationMethod switch { AucSummation.Interpolation => (a + b) / 2, AucSummation.Minoring => Math.Min(a, b), _ => Math.Max(a, b) };
    }

    /// <summary>Between two thresholds the true positives grow in proportion to all positives, and precision along a hyperbola.</summary>
    private static double Interpolated(Counts left, Counts right)
    {
        double more = left.Tp - right.Tp, p = left.Tp + left.Fp, q = right.Tp + right.Fp;
        var slope = Ratio(more, Math.Max(p - q, 0));
        var intercept = right.Tp - slope * q;
        var ratio = p > 0 && q > 0 ? p / q : 1;
        return Ratio(slope * (more + intercept * Math.Log(ratio)), right.Tp + right.Fn);
    }
}
