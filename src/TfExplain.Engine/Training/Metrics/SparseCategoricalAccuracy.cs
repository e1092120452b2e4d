namespace TfExplain.Training.Metrics;

/// <summary>How often the largest prediction of a row is where the class number says; the first of equal ones counts.</summary>
public sealed class SparseCategoricalAccuracy : RowMean
{
    /// <inheritdoc/>
    protected override bool IsSparse => true;

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(p) == y[0] ? 1 : 0;
}
