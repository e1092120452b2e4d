namespace TfExplain.Training.Metrics;

/// <summary>Mean of |y - p|.</summary>
public sealed class MeanAbsoluteError : RowMean
{
    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double sum = 0;
        for (var i = 0; i < p.Length; i++) sum += Math.Abs((double)y[i] - p[i]);
        return sum / p.Length;
    }
}
