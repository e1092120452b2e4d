namespace TfExplain.Training.Metrics;

/// <summary>How <see cref="R2Score"/> combines the scores of several outputs.</summary>
public enum R2Aggregation
{
    /// <summary>One score per output.</summary>
    None,

    /// <summary>Their mean.</summary>
    UniformAverage,

    /// <summary>Their mean, weighted by the labels' variances.</summary>
    VarianceWeightedAverage,
}
