using TfExplain.Engine;

namespace TfExplain.Training.Metrics;

/// <summary>The weighted mean of numbers: sum w v / sum w. As a metric of predictions their mean; the labels do not matter.</summary>
public sealed class Mean : Metric
{
    /// <summary>A mean of nothing yet.</summary>
    public Mean() : base(2)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Results => [Result];

    /// <inheritdoc/>
    public override double Result => Ratio(Sums[0], Sums[1]);

    /// <summary>Adds a number: the loss of a batch with the number of its samples, say.</summary>
    public void Add(double value, double weight = 1)
    {
        Sums[0] += weight * value;
        Sums[1] += weight;
    }

    /// <inheritdoc/>
    public override void Update(ReadOnlySpan<float> yTrue, Shape yTrueShape, ReadOnlySpan<float> yPred, Shape yPredShape, ReadOnlySpan<float> sampleWeight)
    {
        var rows = Rows(yPred, yPredShape, yPred, yPredShape, sampleWeight, false);
        for (var i = 0; i < yPred.Length; i++) Add(yPred[i], Weight(sampleWeight, i / (yPred.Length / rows), rows));
    }
}
