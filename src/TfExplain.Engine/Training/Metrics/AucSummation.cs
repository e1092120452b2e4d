namespace TfExplain.Training.Metrics;

/// <summary>How an <see cref="AUC"/>'s curve runs between two thresholds.</summary>
public enum AucSummation
{
    /// <summary>Straight; for PR along the hyperbola.</summary>
    Interpolation,

    /// <summary>At the smaller of both heights.</summary>
    Minoring,

    /// <summary>At the larger of both heights.</summary>
    Majoring,
}
