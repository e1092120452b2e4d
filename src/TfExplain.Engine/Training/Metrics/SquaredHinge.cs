namespace TfExplain.Training.Metrics;

/// <summary>Mean of max(1 - y p, 0)^2; labels of a batch that are all 0 or 1 count as -1 and 1.</summary>
public sealed class SquaredHinge : RowMean
{
    private bool _bits;

    private protected override void Begin(ReadOnlySpan<float> yTrue) => _bits = !yTrue.ContainsAnyExcept(0f, 1f);

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double sum = 0;
        for (var i = 0; i < p.Length; i++) sum += Math.Pow(Math.Max(0, 1 - (_bits ? 2 * y[i] - 1 : y[i]) * (double)p[i]), 2);
        return sum / p.Length;
    }
}
