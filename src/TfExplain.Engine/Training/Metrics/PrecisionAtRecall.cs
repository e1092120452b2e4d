namespace TfExplain.Training.Metrics;

/// <summary>The largest TP / (TP + FP) over the thresholds at which TP / (TP + FN) is at least Recall; 0 if there is none.</summary>
public sealed class PrecisionAtRecall : ThresholdMetric
{
    /// <summary>A metric with thresholds 0, 1 / (n - 1), ..., 1; of 1 threshold 0.5.</summary>
    public PrecisionAtRecall(double recall, int numThresholds = 200) : base(numThresholds == 1 ? [0.5f] : Even(numThresholds), numThresholds != 1) => Recall = Check.Fraction(recall, nameof(Recall));

    /// <summary>What is asked for.</summary>
    public double Recall { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Results => [At(0).Where(c => c.Recall >= Recall).Select(c => c.Precision).Append(0).Max()];
}
