namespace TfExplain.Training.Metrics;

/// <summary>-sum y log p of a row, labels smoothed to y (1 - s) + s / classes; p is the softmax of logits, or divided by its sum and clipped to [1e-7, 1 - 1e-7].</summary>
public sealed class CategoricalCrossentropy : RowMean
{
    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    public bool FromLogits { get; init; }

    /// <summary>How far labels are moved towards all classes alike.</summary>
    public double LabelSmoothing { get; init => field = Check.Fraction(value); }

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double total = FromLogits ? LogSum.Of(p) : LogSum.Total(p), sum = 0;
        for (var i = 0; i < p.Length; i++)
        {
            var log = FromLogits ? p[i] - total : Math.Log(Math.Clamp(p[i] / total, Loss.Epsilon, 1 - (double)Loss.Epsilon));
            sum -= (y[i] * (1 - LabelSmoothing) + LabelSmoothing / p.Length) * log;
        }
        return sum;
    }
}
