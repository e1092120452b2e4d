namespace TfExplain.Training.Metrics;

/// <summary>How often fewer than K predictions of a row are above that of the largest label's class.</summary>
public sealed class TopKCategoricalAccuracy : RowMean
{
    /// <summary>How many of the largest predictions count.</summary>
    public int K { get; init => field = Check.AtLeast(1, value); } = 5;

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p) => TopK.Holds(p, System.Numerics.Tensors.TensorPrimitives.IndexOfMax(y), K) ? 1 : 0;
}
