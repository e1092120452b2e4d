using TfExplain.Engine;

namespace TfExplain.Training;

/// <summary>A figure that is gathered batch by batch. Sums are carried in double precision. Not thread-safe.</summary>
public abstract partial class Metric
{
    private double[] _sums;

    /// <summary>A metric with so many sums; 0 if their number shows with the first batch.</summary>
    protected Metric(int sums = 0) => _sums = new double[sums];

    /// <summary>The name in logs and configurations; the class's own in snake case unless set.</summary>
    public string Name { get => field ?? DefaultName; init; }

    /// <summary>The figures now; most metrics have one.</summary>
    public abstract IReadOnlyList<double> Results { get; }

    /// <summary>The figure now; of several the mean.</summary>
    public virtual double Result => Results.Average();

    /// <summary>A copy of the sums, to go on from later; empty before the first batch if their number is not known.</summary>
    /// <exception cref="ArgumentException">Set: the number of sums differs.</exception>
    public double[] State
    {
        get => [.. _sums];
        set
        {
            if (_sums.Length != 0 && value.Length != _sums.Length) throw new ArgumentException($"The state of the metric '{Name}' has {_sums.Length} numbers; {value.Length} were given.");
            _sums = [.. value];
        }
    }

    /// <summary>The sums.</summary>
    protected Span<double> Sums => _sums;

    private protected virtual string DefaultName => SnakeCase.Of(GetType().Name);

    /// <summary>
    /// Adds a batch. <paramref name="sampleWeight"/> has a number per sample, or per row of the predictions (their last axis is a row); empty stands for ones.
    /// </summary>
    /// <exception cref="ArgumentException">Labels, predictions or weights do not fit together.</exception>
    public abstract void Update(ReadOnlySpan<float> yTrue, Shape yTrueShape, ReadOnlySpan<float> yPred, Shape yPredShape, ReadOnlySpan<float> sampleWeight);

    /// <summary>Forgets all batches.</summary>
    public void Reset() => Array.Clear(_sums);

    /// <summary>Makes room for so many sums at the first batch.</summary>
    /// <exception cref="ArgumentException">Earlier batches, or the state that was set, have another number.</exception>
    protected void Need(int sums, string because)
    {
        if (_sums.Length == 0) _sums = new double[sums];
        else if (_sums.Length != sums) throw new ArgumentException($"The metric '{Name}' got {because}, unlike before; it has {_sums.Length} sums and would need {sums}.");
    }

    /// <summary>How many rows (the last axis) the predictions have; a list of numbers has rows of one.</summary>
    /// <exception cref="ArgumentException">The labels or the weights do not fit.</exception>
    protected int Rows(ReadOnlySpan<float> yTrue, Shape yTrueShape, ReadOnlySpan<float> yPred, Shape yPredShape, ReadOnlySpan<float> sampleWeight, bool sparse)
    {
        var width = yPredShape.Rank <= 1 ? 1 : yPredShape[^1];
        var rows = width == 0 ? 0 : yPred.Length / width;
        if (yTrue.Length != (sparse ? rows : yPred.Length))
            throw new ArgumentException($"The metric '{Name}' got labels of shape {yTrueShape} for predictions of shape {yPredShape}; expected {(sparse ? "one class number per row" : "as many labels as predictions")}."
                + (!sparse && yTrue.Length == rows ? " The labels look like class indices; use the metric whose name starts with Sparse, or one-hot labels." : sparse && yTrue.Length == yPred.Length ? " The labels look like one row of numbers per sample." : ""));
        if (sampleWeight.Length != 0 && (rows % sampleWeight.Length != 0 || sampleWeight.Length > rows))
            throw new ArgumentException($"The metric '{Name}' got {sampleWeight.Length} sample weights for {rows} rows of predictions of shape {yPredShape}; expected one per sample.");
        return rows;
    }

    /// <summary>The weight of a row.</summary>
    protected static double Weight(ReadOnlySpan<float> sampleWeight, int row, int rows) => sampleWeight.Length == 0 ? 1 : sampleWeight[row / (rows / sampleWeight.Length)];

    /// <summary>a / b, 0 where b is 0.</summary>
    private protected static double Ratio(double a, double b) => b == 0 ? 0 : a / b;
}
