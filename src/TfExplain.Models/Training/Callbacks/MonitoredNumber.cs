namespace TfExplain.Training;

/// <summary>Which way a monitored number gets better.</summary>
public enum MonitorMode
{
    /// <summary>Upwards for accuracies, AUC, precision, recall, F-scores, IoU, R2 and the like, else downwards.</summary>
    Auto,

    /// <summary>Downwards.</summary>
    Min,

    /// <summary>Upwards.</summary>
    Max,
}

/// <summary>A number of the logs and the best it has been.</summary>
internal sealed class MonitoredNumber(string name, MonitorMode mode, double minDelta)
{
    private static readonly string[] s_upwards = ["acc", "auc", "precision", "recall", "f1", "fbeta", "iou", "r2", "sensitivity", "specificity", "positives", "negatives", "cosine_similarity"];

    public string Name { get; } = name;

    public double Best { get; set; } = double.NaN;

    private bool IsUpwards { get; } = mode == MonitorMode.Max || (mode == MonitorMode.Auto && s_upwards.Any(u => name.Contains(u, StringComparison.OrdinalIgnoreCase)) && !name.Contains("false_", StringComparison.Ordinal));

    /// <summary>The number in the logs.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public double Read(Logs logs) => logs.TryGetValue(Name, out var value) ? value
        : throw new ArgumentException($"there is no '{Name}' to monitor; this training has {string.Join(", ", logs.Keys)}.{Suggestion.For(Name, logs.Keys)}{(Name.StartsWith("val_", StringComparison.Ordinal) && !logs.Keys.Any(k => k.StartsWith("val_", StringComparison.Ordinal)) ? " Numbers of a validation need validationData or validationSplit." : "")}");

    public bool IsBetter(double value, double than) => !double.IsNaN(value) && (double.IsNaN(than) || (IsUpwards ? value - minDelta > than : value + minDelta < than));

    /// <summary>Whether the value is better than the best so far, which it then is.</summary>
    public bool Improves(double value)
    {
        if (!IsBetter(value, Best)) return false;
        Best = value;
        return true;
    }
}
