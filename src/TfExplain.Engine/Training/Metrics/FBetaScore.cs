using System.Numerics.Tensors;
using TfExplain.Engine;

namespace TfExplain.Training.Metrics;

/// <summary>(1 + Beta^2) P R / (Beta^2 P + R) with precision P and recall R of each class; labels are one-hot or several-hot rows.</summary>
public class FBetaScore : Metric
{
    private const int PerClass = 4;

    /// <summary>How the classes' scores become one.</summary>
    public ScoreAverage Average { get; init; }

    /// <summary>Above 1 recall counts more, below 1 precision.</summary>
    public double Beta { get; init => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Beta), $"Beta takes a number above 0; {value} was given."); } = 1;

    /// <summary>Above it a prediction counts as positive; without one the largest of each row does.</summary>
    public float? Threshold { get; init; }

    private protected override string DefaultName => "fbeta_score";

    /// <inheritdoc/>
    public override IReadOnlyList<double> Results
    {
        get
        {
            var classes = Sums.Length / PerClass;
            if (classes == 0) return [0];
            var scores = new double[classes];
            Span<double> all = stackalloc double[PerClass];
            double weighted = 0;
            for (var c = 0; c < classes; c++)
            {
                var sums = Sums.Slice(c * PerClass, PerClass);
                scores[c] = Score(sums);
                weighted += scores[c] * sums[3];
                for (var i = 0; i < PerClass; i++) all[i] += sums[i];
            }
            return Average switch
            {
                ScoreAverage.None => scores,
                ScoreAverage.Micro => [Score(all)],
                ScoreAverage.Macro => [scores.Average()],
                _ => [Ratio(weighted, all[3])],
            };
        }
    }

    /// <inheritdoc/>
    public override void Update(ReadOnlySpan<float> yTrue, Shape yTrueShape, ReadOnlySpan<float> yPred, Shape yPredShape, ReadOnlySpan<float> sampleWeight)
    {
        var rows = Rows(yTrue, yTrueShape, yPred, yPredShape, sampleWeight, false);
        if (rows == 0) return;
        var classes = yPred.Length / rows;
        Need(PerClass * classes, $"{classes} classes");
        for (var row = 0; row < rows; row++)
        {
            var p = yPred.Slice(row * classes, classes);
            var largest = TensorPrimitives.Max(p);
            var weight = Weight(sampleWeight, row, rows);
            for (var c = 0; c < classes; c++)
            {
                double y = yTrue[row * classes + c], guess = (Threshold is { } threshold ? p[c] > threshold : p[c] >= largest && Math.Abs(p[c]) > 1e-12) ? 1 : 0;
                var sums = Sums.Slice(c * PerClass, PerClass);
                // True positives, false positives, false negatives, positive labels.
                sums[0] += weight * guess * y;
                sums[1] += weight * guess * (1 - y);
                sums[2] += weight * (1 - guess) * y;
                sums[3] += weight * y;
            }
        }
    }

    private double Score(ReadOnlySpan<double> sums)
    {
        double precision = Ratio(sums[0], sums[0] + sums[1]), recall = Ratio(sums[0], sums[0] + sums[2]), square = Beta * Beta;
        return (1 + square) * Ratio(precision * recall, square * precision + recall);
    }
}
