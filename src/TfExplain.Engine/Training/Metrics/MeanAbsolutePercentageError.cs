namespace TfExplain.Training.Metrics;

/// <summary>100 times the mean of |(y - p) / max(|y|, 1e-7)|.</summary>
public sealed class MeanAbsolutePercentageError : RowMean
{
    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double sum = 0;
        for (var i = 0; i < p.Length; i++) sum += Math.Abs((y[i] - (double)p[i]) / Math.Max(Math.Abs(y[i]), Loss.Epsilon));
        return 100 * sum / p.Length;
    }
}
