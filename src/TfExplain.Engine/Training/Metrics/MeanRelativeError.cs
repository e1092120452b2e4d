namespace TfExplain.Training.Metrics;

/// <summary>Mean of |y - p| / Normalizer, with a normaliser per element of a row; where it is 0 the element counts as 0.</summary>
public sealed class MeanRelativeError : RowMean
{
    /// <summary>A metric with these normalisers, one per element of a row or one for all.</summary>
    public MeanRelativeError(params IEnumerable<double> normalizer)
    {
        Normalizer = [.. normalizer];
        if (Normalizer.Count == 0) throw new ArgumentException("MeanRelativeError takes at least one normaliser.");
    }

    /// <summary>What errors are divided by.</summary>
    public IReadOnlyList<double> Normalizer { get; }

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        if (Normalizer.Count != 1 && Normalizer.Count != p.Length) throw new ArgumentException($"The metric '{Name}' has {Normalizer.Count} normalisers for rows of {p.Length} predictions.");
        double sum = 0;
        for (var i = 0; i < p.Length; i++) sum += Ratio(Math.Abs((double)y[i] - p[i]), Normalizer[Normalizer.Count == 1 ? 0 : i]);
        return sum / p.Length;
    }
}
