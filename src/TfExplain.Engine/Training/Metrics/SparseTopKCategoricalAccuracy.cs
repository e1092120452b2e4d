namespace TfExplain.Training.Metrics;

/// <summary>How often fewer than K predictions of a row are above that of the label's class.</summary>
public sealed class SparseTopKCategoricalAccuracy : RowMean
{
    /// <summary>How many of the largest predictions count.</summary>
    public int K { get; init => field = Check.AtLeast(1, value); } = 5;

    /// <inheritdoc/>
    protected override bool IsSparse => true;

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p) => TopK.Holds(p, y[0], K) ? 1 : 0;
}
