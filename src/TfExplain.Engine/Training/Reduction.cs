namespace TfExplain.Training;

/// <summary>How the losses of a batch become one.</summary>
public enum Reduction
{
    /// <summary>They stay as they are.</summary>
    None,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their sum divided by their number, whatever the weights are.</summary>
    SumOverBatchSize,
}
