namespace TfExplain.Training.Metrics;

/// <summary>max(1 + max (1 - y) p - sum y p, 0) of a row.</summary>
public sealed class CategoricalHinge : RowMean
{
    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double right = 0, wrong = double.NegativeInfinity;
        for (var i = 0; i < p.Length; i++)
        {
            right += (double)y[i] * p[i];
            wrong = Math.Max(wrong, (1 - (double)y[i]) * p[i]);
        }
        return Math.Max(1 + wrong - right, 0);
    }
}
