namespace TfExplain.Training.Metrics;

/// <summary>Mean of (y - p)^2.</summary>
public sealed class MeanSquaredError : RowMean
{
    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double sum = 0;
        for (var i = 0; i < p.Length; i++) sum += ((double)y[i] - p[i]) * ((double)y[i] - p[i]);
        return sum / p.Length;
    }
}
