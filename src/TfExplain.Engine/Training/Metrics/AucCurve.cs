namespace TfExplain.Training.Metrics;

/// <summary>The curve of an <see cref="AUC"/>.</summary>
public enum AucCurve
{
    /// <summary>The true positive rate over the false positive rate.</summary>
    ROC,

    /// <summary>Precision over recall.</summary>
    PR,
}
