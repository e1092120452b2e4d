using TfExplain.Engine;

namespace TfExplain.Training.Metrics;

/// <summary>
/// What is computed from true and false positives and negatives at some thresholds. Predictions are probabilities; labels that are not 0 are positive.
/// The sums are histograms over the stretches between thresholds: the positives', then the negatives'.
/// </summary>
public abstract class ThresholdMetric : Metric
{
    private const int MostThresholds = 1 << 20;
    private readonly float[] _sorted;
    private readonly int[] _place;
    private readonly bool _even;
    private readonly bool _all;

    /// <summary>A metric at these thresholds, in the order of the results.</summary>
    /// <param name="thresholds">The thresholds; above one a prediction counts as positive. 0.5 if there are none.</param>
    /// <param name="even">Whether they are 0, 1 / (n - 1), ..., 1: then, as in Keras, a prediction p counts as positive at threshold i if i &lt; (n - 1) p, and every one at 0.</param>
    private protected ThresholdMetric(float[] thresholds, bool even)
    {
        _all = thresholds.Length == 0;
        if (_all) thresholds = [0.5f];
        if (thresholds.Length > MostThresholds) throw new ArgumentException($"Expected at most {MostThresholds} thresholds; found {thresholds.Length}.");
        foreach (var threshold in thresholds)
            if (!(threshold >= -Loss.Epsilon && threshold <= 1 + Loss.Epsilon)) throw new ArgumentException($"Thresholds are numbers from 0 to 1; {threshold} was given.");
        Thresholds = [.. thresholds];
        _place = [.. Enumerable.Range(0, thresholds.Length).OrderBy(i => thresholds[i])];
        _sorted = [.. _place.Select(i => thresholds[i])];
        _even = even || IsEven(thresholds);
    }

    /// <summary>Above one of them a prediction counts as positive.</summary>
    public IReadOnlyList<float> Thresholds { get; }

    /// <summary>The class that counts; null for all.</summary>
    public int? ClassId { get; init; }

    internal bool HasDefaultThreshold => _all;

    private protected int? Top { get; init; }

    private protected bool ByLabel { get; init; }

    private protected bool Logits { get; init; }

    private int Bins => _sorted.Length + 1;

    /// <summary>How many counts of their own there are: one, or one per element of a row.</summary>
    private protected int Labels => Sums.Length / (2 * Bins);

    /// <summary>n thresholds 0, 1 / (n - 1), ..., 1.</summary>
    private protected static float[] Even(int count) => [.. Enumerable.Range(0, Check.Between(2, MostThresholds, count, "NumThresholds")).Select(i => (float)((double)i / (count - 1)))];

    /// <inheritdoc/>
    public override void Update(ReadOnlySpan<float> yTrue, Shape yTrueShape, ReadOnlySpan<float> yPred, Shape yPredShape, ReadOnlySpan<float> sampleWeight)
    {
        var rows = Rows(yTrue, yTrueShape, yPred, yPredShape, sampleWeight, false);
        if (rows == 0) return;
        var width = yPred.Length / rows;
        if (ClassId is { } id && (id < 0 || id >= width)) throw new ArgumentException($"The metric '{Name}' is of class {id}; the predictions have classes 0 to {width - 1}.");
        Need(2 * Bins * (ByLabel ? width : 1), $"rows of {width} predictions");
        for (var row = 0; row < rows; row++)
        {
            var p = yPred.Slice(row * width, width);
            var weight = Weight(sampleWeight, row, rows);
            for (var c = ClassId ?? 0; c <= (ClassId ?? width - 1); c++)
            {
                var bin = Top is not { } k ? Bin(p[c]) : !TopK.Contains(p, c, k) ? 0 : _all ? 1 : Bin(p[c]);
                var positive = yTrue[row * width + c] != 0;
                Sums[((ByLabel ? c : 0) * 2 + (positive ? 0 : 1)) * Bins + bin] += weight;
            }
        }
    }

    /// <summary>The counts at each threshold, in the order given.</summary>
    private protected Counts[] At(int label)
    {
        var counts = new Counts[_sorted.Length];
        if (Sums.Length == 0) return counts;
        ReadOnlySpan<double> positives = Sums.Slice(label * 2 * Bins, Bins), negatives = Sums.Slice((label * 2 + 1) * Bins, Bins);
        double tp = 0, fp = 0, fn = 0, tn = 0;
        var below = new (double Fn, double Tn)[_sorted.Length];
        for (var i = 0; i < _sorted.Length; i++) below[i] = (fn += positives[i], tn += negatives[i]);
        for (var i = _sorted.Length - 1; i >= 0; i--)
            counts[_place[i]] = new(tp += positives[i + 1], fp += negatives[i + 1], below[i].Tn, below[i].Fn);
        return counts;
    }

    private static bool IsEven(float[] thresholds)
    {
        if (thresholds.Length < 3) return false;
        for (var i = 0; i < thresholds.Length; i++)
            if (Math.Abs(thresholds[i] - (double)i / (thresholds.Length - 1)) > Loss.Epsilon) return false;
        return true;
    }

    /// <summary>How many thresholds a prediction is above.</summary>
    private int Bin(float p)
    {
        if (Logits) p = 1 / (1 + MathF.Exp(-p));
        if (!(p is >= 0 and <= 1) && Top is null)
            throw new ArgumentException($"The metric '{Name}' takes probabilities from 0 to 1; a prediction is {p}. Does the model end in logits?");
        if (_even) return Math.Max(1, (int)MathF.Ceiling(p * (_sorted.Length - 1)));
        var bin = 0;
        for (var end = _sorted.Length; bin < end;)
        {
            var middle = (bin + end) / 2;
            if (p > _sorted[middle]) bin = middle + 1;
            else end = middle;
        }
        return bin;
    }

    /// <summary>True and false positives and negatives.</summary>
    private protected readonly record struct Counts(double Tp, double Fp, double Tn, double Fn)
    {
        public double Precision => Ratio(Tp, Tp + Fp);

        public double Recall => Ratio(Tp, Tp + Fn);

        public double Specificity => Ratio(Tn, Tn + Fp);

        public double FalsePositiveRate => Ratio(Fp, Fp + Tn);
    }
}
