namespace TfExplain.Training.Metrics;

/// <summary>How often p &gt; Threshold where y is 1 and not where it is 0.</summary>
public sealed class BinaryAccuracy : RowMean
{
    /// <summary>Above it a prediction counts as 1.</summary>
    public float Threshold { get; init => field = Check.Finite(value); } = 0.5f;

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double sum = 0;
        for (var i = 0; i < p.Length; i++) sum += y[i] == (p[i] > Threshold ? 1 : 0) ? 1 : 0;
        return sum / p.Length;
    }
}
