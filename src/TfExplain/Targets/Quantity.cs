namespace TfExplain;

/// <summary>Which number of the chosen class is explained.</summary>
public enum Quantity
{
    /// <summary>The score before the final softmax or sigmoid. The default: its gradient does not fade when the network is sure.</summary>
    Logit,

    /// <summary>The network's output itself.</summary>
    Probability,

    /// <summary>The cross-entropy -log p of the class.</summary>
    Loss,
}
