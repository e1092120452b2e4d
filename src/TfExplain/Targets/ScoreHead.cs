using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain;

/// <summary>The end of a classifier: its scores before (logits) and after a final softmax or sigmoid, fused or as a layer of its own.</summary>
/// <param name="Logits">The values before the squashing function; the output itself where there is none.</param>
/// <param name="Output">The network's output.</param>
/// <param name="Kind">The function between the two.</param>
internal sealed record ScoreHead(Node Logits, Node Output, ScoreKind Kind)
{
    /// <summary>log p per class, for cross-entropies.</summary>
    public Node LogProbability
    {
        get => field ??= Kind switch
        {
            ScoreKind.Softmax => new("log-probability", new LogSoftmax(), Logits),
            ScoreKind.Sigmoid => new("log-probability", Unary.Of<LogSigmoid>(), Logits),
            _ => throw new InvalidOperationException($"The output '{Output.Name}' does not end in a softmax or sigmoid, so it has no cross-entropy. Explain its logit."),
        };
        init;
    }

    public static ScoreHead Of(Node output)
    {
        var node = output;
        // Views between the output and the function carry the same numbers.
        while (node.Operation is Identity) node = node.Inputs[0];
        return node.Operation switch
        {
            Softmax => new(node.Inputs[0], output, ScoreKind.Softmax),
            Unary<Sigmoid> => new(node.Inputs[0], output, ScoreKind.Sigmoid),
            _ => new(output, output, ScoreKind.Linear),
        };
    }
}

/// <summary>How a classifier's output came from its logits.</summary>
internal enum ScoreKind
{
    /// <summary>Not at all.</summary>
    Linear,

    /// <summary>Softmax over the last axis.</summary>
    Softmax,

    /// <summary>Sigmoid per class.</summary>
    Sigmoid,
}
