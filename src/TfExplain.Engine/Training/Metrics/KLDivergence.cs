namespace TfExplain.Training.Metrics;

/// <summary>sum y log(y / p) of a row, both clipped to [1e-7, 1].</summary>
public sealed class KLDivergence : RowMean
{
    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double sum = 0;
        for (var i = 0; i < p.Length; i++)
        {
            double truth = Math.Clamp(y[i], Loss.Epsilon, 1), guess = Math.Clamp(p[i], Loss.Epsilon, 1);
            sum += truth * Math.Log(truth / guess);
        }
        return sum;
    }
}
