namespace TfExplain.Training.Metrics;

/// <summary>Mean of -y log p - (1 - y) log(1 - p), labels smoothed to y (1 - s) + s / 2; p is the sigmoid of logits, or clipped to [1e-7, 1 - 1e-7].</summary>
public sealed class BinaryCrossentropy : RowMean
{
    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    public bool FromLogits { get; init; }

    /// <summary>How far labels are moved towards one half.</summary>
    public double LabelSmoothing { get; init => field = Check.Fraction(value); }

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double sum = 0;
        for (var i = 0; i < p.Length; i++)
        {
            double truth = y[i] * (1 - LabelSmoothing) + LabelSmoothing / 2, x = p[i];
            if (FromLogits)
            {
                sum += Math.Max(x, 0) - x * truth + Math.Log(1 + Math.Exp(-Math.Abs(x)));
                continue;
            }
            x = Math.Clamp(x, Loss.Epsilon, 1 - (double)Loss.Epsilon);
            sum -= truth * Math.Log(x + Loss.Epsilon) + (1 - truth) * Math.Log(1 - x + Loss.Epsilon);
        }
        return sum / p.Length;
    }
}
