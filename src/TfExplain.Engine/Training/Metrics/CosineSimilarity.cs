namespace TfExplain.Training.Metrics;

/// <summary>sum y p / (|y| |p|) of a row: 1 for the same direction, -1 for opposite ones; squared lengths count as at least 1e-12.</summary>
public sealed class CosineSimilarity : RowMean
{
    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        double product = 0, ofY = 0, ofP = 0;
        for (var i = 0; i < p.Length; i++)
        {
            product += (double)y[i] * p[i];
            ofY += (double)y[i] * y[i];
            ofP += (double)p[i] * p[i];
        }
        return product / Math.Sqrt(Math.Max(ofY, 1e-12) * Math.Max(ofP, 1e-12));
    }
}
