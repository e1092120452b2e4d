namespace TfExplain.Training.Metrics;

/// <summary>Mean of (log(1 + max(y, 1e-7)) - log(1 + max(p, 1e-7)))^2.</summary>
public sealed class MeanSquaredLogarithmicError : RowMean
{
    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double sum = 0;
        for (var i = 0; i < p.Length; i++)
        {
            var error = Math.Log(1 + (double)MathF.Max(y[i], Loss.Epsilon)) - Math.Log(1 + (double)MathF.Max(p[i], Loss.Epsilon));
            sum += error * error;
        }
        return sum / p.Length;
    }
}
