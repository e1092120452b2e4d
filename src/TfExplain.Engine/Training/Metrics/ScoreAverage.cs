namespace TfExplain.Training.Metrics;

/// <summary>How the scores of classes become one.</summary>
public enum ScoreAverage
{
    /// <summary>One score per class.</summary>
    None,

    /// <summary>The score of all classes' counts together.</summary>
    Micro,

    /// <summary>The mean of the scores.</summary>
    Macro,

    /// <summary>The mean of the scores, weighted by the classes' labels.</summary>
    Weighted,
}
