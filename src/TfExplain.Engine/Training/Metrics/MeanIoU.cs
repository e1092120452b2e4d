using System.Numerics.Tensors;
using TfExplain.Engine;

namespace TfExplain.Training.Metrics;

/// <summary>Intersection over union, TP / (TP + FP + FN), of each class, averaged over the classes that occur in labels or predictions.</summary>
public sealed class MeanIoU : Metric
{
    private const int MostClasses = 8192;

    /// <summary>A metric for this number of classes.</summary>
    public MeanIoU(int numClasses) : base(Check.Between(1, MostClasses, numClasses, nameof(NumClasses)) * numClasses) => NumClasses = numClasses;

    /// <summary>The number of classes.</summary>
    public int NumClasses { get; }

    /// <summary>A label whose elements do not count; null for none.</summary>
    public int? IgnoreClass { get; init; }

    /// <summary>Whether labels are class numbers rather than one-hot rows.</summary>
    public bool SparseYTrue { get; init; } = true;

    /// <summary>Whether predictions are class numbers rather than rows whose largest element is the class.</summary>
    public bool SparseYPred { get; init; } = true;

    /// <inheritdoc/>
    public override IReadOnlyList<double> Results
    {
        get
        {
            double sum = 0;
            var seen = 0;
            for (var c = 0; c < NumClasses; c++)
            {
                double union = -Sums[c * NumClasses + c];
                for (var other = 0; other < NumClasses; other++) union += Sums[c * NumClasses + other] + Sums[other * NumClasses + c];
                if (union == 0) continue;
                seen++;
                sum += Sums[c * NumClasses + c] / union;
            }
            return [Ratio(sum, seen)];
        }
    }

    /// <inheritdoc/>
    public override void Update(ReadOnlySpan<float> yTrue, Shape yTrueShape, ReadOnlySpan<float> yPred, Shape yPredShape, ReadOnlySpan<float> sampleWeight)
    {
        int ofLabels = SparseYTrue ? 1 : NumClasses, ofPredictions = SparseYPred ? 1 : NumClasses, count = yPred.Length / ofPredictions;
        if (yTrue.Length != count * ofLabels || yPred.Length != count * ofPredictions || (sampleWeight.Length != 0 && (sampleWeight.Length > count || count % sampleWeight.Length != 0)))
            throw new ArgumentException($"The metric '{Name}' got labels of shape {yTrueShape}, predictions of shape {yPredShape} and {sampleWeight.Length} weights; expected {(SparseYTrue ? "class numbers" : $"rows of {NumClasses}")} and {(SparseYPred ? "class numbers" : $"rows of {NumClasses}")}.");
        for (var i = 0; i < count; i++)
        {
            var truth = SparseYTrue ? yTrue[i] : TensorPrimitives.IndexOfMax(yTrue.Slice(i * NumClasses, NumClasses));
            if (truth == IgnoreClass) continue;
            var guess = SparseYPred ? yPred[i] : TensorPrimitives.IndexOfMax(yPred.Slice(i * NumClasses, NumClasses));
            Sums[Class(truth, "label") * NumClasses + Class(guess, "prediction")] += Weight(sampleWeight, i, count);
        }
    }

    private int Class(float value, string what) => value >= 0 && value < NumClasses ? (int)value
        : throw new ArgumentException($"The metric '{Name}' takes class numbers from 0 to {NumClasses - 1}; a {what} is {value}.");
}
