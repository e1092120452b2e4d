namespace TfExplain.Training.Metrics;

/// <summary>TP / (TP + FN) at each threshold; 0 without positive labels. With <see cref="TopK"/> the largest predictions of each row are the positive ones.</summary>
public sealed class Recall : ThresholdMetric
{
    /// <summary>A metric at these thresholds; if none are given 0.5, or with top k none.</summary>
    public Recall(params float[] thresholds) : base(thresholds, false)
    {
    }

    /// <summary>How many of the largest predictions of each row may be positive; the others are negative. Without thresholds all of them are positive.</summary>
    public int? TopK { get => Top; init => Top = value is { } given ? Check.AtLeast(1, given) : null; }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Results => [.. At(0).Select(c => c.Recall)];
}
