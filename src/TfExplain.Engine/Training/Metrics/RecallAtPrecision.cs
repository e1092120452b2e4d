namespace TfExplain.Training.Metrics;

/// <summary>The largest TP / (TP + FN) over the thresholds at which TP / (TP + FP) is at least Precision; 0 if there is none.</summary>
public sealed class RecallAtPrecision : ThresholdMetric
{
    /// <summary>A metric with thresholds 0, 1 / (n - 1), ..., 1; of 1 threshold 0.5.</summary>
    public RecallAtPrecision(double precision, int numThresholds = 200) : base(numThresholds == 1 ? [0.5f] : Even(numThresholds), numThresholds != 1) => Precision = Check.Fraction(precision, nameof(Precision));

    /// <summary>What is asked for.</summary>
    public double Precision { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Results => [At(0).Where(c => c.Precision >= Precision).Select(c => c.Recall).Append(0).Max()];
}
