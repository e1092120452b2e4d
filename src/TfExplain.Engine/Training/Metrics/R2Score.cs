using TfExplain.Engine;

namespace TfExplain.Training.Metrics;

/// <summary>
/// 1 - sum w (y - p)^2 / sum w (y - mean y)^2 for each element of a row, averaged; with regressors counted, R2 becomes 1 - (1 - R2)(n - 1) / (n - regressors - 1)
/// for n samples.
/// </summary>
public sealed class R2Score : Metric
{
    private const int PerOutput = 4;

    /// <summary>How the elements' scores become one.</summary>
    public R2Aggregation ClassAggregation { get; init; } = R2Aggregation.UniformAverage;

    /// <summary>The number of regressors for the adjusted score; 0 for the plain one.</summary>
    public int NumRegressors { get; init => field = Check.AtLeast(0, value); }

    /// <inheritdoc/>
    public override IReadOnlyList<double> Results
    {
        get
        {
            var outputs = Sums.Length / PerOutput;
            if (outputs == 0) return [0];
            double[] scores = new double[outputs], totals = new double[outputs];
            for (var i = 0; i < outputs; i++)
            {
                double sum = Sums[PerOutput * i + 1], squares = Sums[PerOutput * i + 2], residual = Sums[PerOutput * i + 3], count = Sums[PerOutput * i + 4];
                totals[i] = squares - sum * Ratio(sum, count);
                scores[i] = 1 - residual / totals[i];
                if (double.IsInfinity(scores[i])) scores[i] = 0;
            }
            return ClassAggregation switch
            {
                R2Aggregation.None => [.. scores.Select(Adjust)],
                R2Aggregation.UniformAverage => [Adjust(scores.Average())],
                _ => [Adjust(scores.Zip(totals, (r, t) => r * t).Sum() / totals.Sum())],
            };
        }
    }

    /// <inheritdoc/>
    public override void Update(ReadOnlySpan<float> yTrue, Shape yTrueShape, ReadOnlySpan<float> yPred, Shape yPredShape, ReadOnlySpan<float> sampleWeight)
    {
        var rows = Rows(yTrue, yTrueShape, yPred, yPredShape, sampleWeight, false);
        if (rows == 0) return;
        var width = yPred.Length / rows;
        // The samples, then per element: sum, squares, residual, weights.
        Need(1 + PerOutput * width, $"rows of {width} predictions");
        Sums[0] += rows;
        for (var i = 0; i < yPred.Length; i++)
        {
            double weight = Weight(sampleWeight, i / width, rows), y = yTrue[i], error = y - yPred[i];
            var sums = Sums.Slice(1 + PerOutput * (i % width), PerOutput);
            sums[0] += weight * y;
            sums[1] += weight * y * y;
            sums[2] += weight * error * error;
            sums[3] += weight;
        }
    }

    private double Adjust(double score) => NumRegressors > 0 && NumRegressors < Sums[0] - 1 ? 1 - (1 - score) * (Sums[0] - 1) / (Sums[0] - NumRegressors - 1) : score;
}
