namespace TfExplain.Training.Metrics;

/// <summary>How often predictions equal labels.</summary>
public sealed class Accuracy : RowMean
{
    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double sum = 0;
        for (var i = 0; i < p.Length; i++) sum += y[i] == p[i] ? 1 : 0;
        return sum / p.Length;
    }
}
