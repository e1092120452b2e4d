namespace TfExplain.Training.Metrics;

/// <summary>-log p of the label's class; p is the softmax of logits, or clipped to [1e-7, 1 - 1e-7] and divided by its sum. A label outside the classes is an error.</summary>
public sealed class SparseCategoricalCrossentropy : RowMean
{
    /// <summary>Whether predictions are logits rather than probabilities.</summary>
    public bool FromLogits { get; init; }

    /// <inheritdoc/>
    protected override bool IsSparse => true;

    /// <inheritdoc/>
    protected override double Value(ReadOnlySpan<float> y, ReadOnlySpan<float> p)
    {
        if (!(y[0] >= 0 && y[0] < p.Length)) throw new ArgumentException($"The metric '{Name}' takes class numbers from 0 to {p.Length - 1}; a label is {y[0]}.");
        var right = (int)y[0];
        if (FromLogits) return LogSum.Of(p) - p[right];
        double sum = 0;
        foreach (var value in p) sum += Clip(value);
        return Math.Log(sum) - Math.Log(Clip(p[right]));
    }

    private static double Clip(float p) => Math.Clamp(p, Loss.Epsilon, 1 - (double)Loss.Epsilon);
}
