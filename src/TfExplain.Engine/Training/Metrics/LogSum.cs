namespace TfExplain.Training.Metrics;

/// <summary>Sums of a row that cross-entropies divide by.</summary>
internal static class LogSum
{
    /// <summary>log sum exp x, without overflow.</summary>
    public static double Of(ReadOnlySpan<float> x)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (var value in x) largest = Math.Max(largest, value);
        foreach (var value in x) sum += Math.Exp(value - largest);
        return largest + Math.Log(sum);
    }

    /// <summary>sum x.</summary>
    public static double Total(ReadOnlySpan<float> x)
    {
        double sum = 0;
        foreach (var value in x) sum += value;
        return sum;
    }
}
