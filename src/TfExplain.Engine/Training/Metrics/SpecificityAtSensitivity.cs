namespace TfExplain.Training.Metrics;

/// <summary>The largest TN / (TN + FP) over the thresholds at which TP / (TP + FN) is at least Sensitivity; 0 if there is none.</summary>
public sealed class SpecificityAtSensitivity : ThresholdMetric
{
    /// <summary>A metric with thresholds 0, 1 / (n - 1), ..., 1; of 1 threshold 0.5.</summary>
    public SpecificityAtSensitivity(double sensitivity, int numThresholds = 200) : base(numThresholds == 1 ? [0.5f] : Even(numThresholds), numThresholds != 1) => Sensitivity = Check.Fraction(sensitivity, nameof(Sensitivity));

    /// <summary>What is asked for.</summary>
    public double Sensitivity { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Results => [At(0).Where(c => c.Recall >= Sensitivity).Select(c => c.Specificity).Append(0).Max()];
}
