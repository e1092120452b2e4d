namespace TfExplain.Training.Metrics;

/// <summary>How often the largest prediction of a row is where the largest label is; the first of equal ones counts.</summary>
public sealed class CategoricalAccuracy : RowMean
{
    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(y) == System.Numerics.Tensors.TensorPrimitives.IndexOfMax(p) ? 1 : 0;
}
