namespace TfExplain.Training.Metrics;

/// <summary>The root of the mean of (y - p)^2.</summary>
public sealed class RootMeanSquaredError : RowMean
{
    /// <inheritdoc/>
    public override double Result => Math.Sqrt(base.Result);

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double sum = 0;
        for (var i = 0; i < p.Length; i++) sum += ((double)y[i] - p[i]) * ((double)y[i] - p[i]);
        return sum / p.Length;
    }
}
