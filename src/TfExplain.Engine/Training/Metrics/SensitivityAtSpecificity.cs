namespace TfExplain.Training.Metrics;

/// <summary>The largest TP / (TP + FN) over the thresholds at which TN / (TN + FP) is at least Specificity; 0 if there is none.</summary>
public sealed class SensitivityAtSpecificity : ThresholdMetric
{
    /// <summary>A metric with thresholds 0, 1 / (n - 1), ..., 1; of 1 threshold 0.5.</summary>
    public SensitivityAtSpecificity(double specificity, int numThresholds = 200) : base(numThresholds == 1 ? [0.5f] : Even(numThresholds), numThresholds != 1) => Specificity = Check.Fraction(specificity, nameof(Specificity));

    /// <summary>What is asked for.</summary>
    public double Specificity { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Results => [At(0).Where(c => c.Specificity >= Specificity).Select(c => c.Recall).Append(0).Max()];
}
