namespace TfExplain.Training.Metrics;

/// <summary>Mean of p - y log(p + 1e-7).</summary>
public sealed class Poisson : RowMean
{
    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double sum = 0;
        for (var i = 0; i < p.Length; i++) sum += p[i] - y[i] * Math.Log((double)p[i] + Loss.Epsilon);
        return sum / p.Length;
    }
}
