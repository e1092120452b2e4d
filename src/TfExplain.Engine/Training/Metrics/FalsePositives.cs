namespace TfExplain.Training.Metrics;

/// <summary>The weight of the negative labels whose predictions are above the threshold.</summary>
public sealed class FalsePositives : ThresholdMetric
{
    /// <summary>A metric at these thresholds, 0.5 if none are given.</summary>
    public FalsePositives(params float[] thresholds) : base(thresholds, false)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Results => [.. At(0).Select(c => c.Fp)];
}
