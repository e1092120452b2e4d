namespace TfExplain.Training.Metrics;

/// <summary>The weight of the positive labels whose predictions are not above the threshold.</summary>
public sealed class FalseNegatives : ThresholdMetric
{
    /// <summary>A metric at these thresholds, 0.5 if none are given.</summary>
    public FalseNegatives(params float[] thresholds) : base(thresholds, false)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Results => [.. At(0).Select(c => c.Fn)];
}
