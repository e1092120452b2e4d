using TfExplain.Engine;

namespace TfExplain.Training.Metrics;

/// <summary>The weighted mean of a value per row of the predictions: sum w v / sum w.</summary>
public abstract class RowMean : Metric
{
    /// <summary>A metric without batches.</summary>
    protected RowMean() : base(2)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Results => [Result];

    /// <inheritdoc/>
    public override double Result => Ratio(Sums[0], Sums[1]);

    /// <summary>Whether labels are class numbers, one per row.</summary>
    protected virtual bool IsSparse => false;

    /// <inheritdoc/>
    public override void Update(ReadOnlySpan<float> yTrue, Shape yTrueShape, ReadOnlySpan<float> yPred, Shape yPredShape, ReadOnlySpan<float> sampleWeight)
    {
        var rows = Rows(yTrue, yTrueShape, yPred, yPredShape, sampleWeight, IsSparse);
        if (rows == 0) return;
        Begin(yTrue);
        int labels = yTrue.Length / rows, width = yPred.Length / rows;
        for (var row = 0; row < rows; row++)
        {
            var weight = Weight(sampleWeight, row, rows);
            Sums[0] += weight * Value(yTrue.Slice(row * labels, labels), yPred.Slice(row * width, width));
            Sums[1] += weight;
        }
    }

    /// <summary>Sees the labels of a batch before its rows.</summary>
    private protected virtual void Begin(ReadOnlySpan<float> yTrue)
    {
    }

    /// <summary>The value of a row.</summary>
    protected abstract double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p);
}
