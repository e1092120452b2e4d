namespace TfExplain.Training.Metrics;

/// <summary>Mean of log cosh(p - y).</summary>
public sealed class LogCoshError : RowMean
{
    private protected override string DefaultName => "logcosh";

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double sum = 0;
        for (var i = 0; i < p.Length; i++)
        {
            var size = Math.Abs((double)p[i] - y[i]);
            sum += size + Math.Log(1 + Math.Exp(-2 * size)) - Math.Log(2);
        }
        return sum / p.Length;
    }
}
