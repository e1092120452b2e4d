using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training.Losses;

/// <summary>Finds what a probability was computed from, so that a cross-entropy need not take the logarithm of a rounded one.</summary>
internal static class Logits
{
    /// <summary>The input of the softmax that gave <paramref name="yPred"/>, or null.</summary>
    public static Node? OfSoftmax(Node yPred) => Source(yPred) is { Operation: Softmax } softmax ? softmax.Inputs[0] : null;

    /// <summary>The input of the sigmoid that gave <paramref name="yPred"/>, or null.</summary>
    public static Node? OfSigmoid(Node yPred) => Source(yPred) is { Operation: Unary<Sigmoid> } sigmoid ? sigmoid.Inputs[0] : null;

    private static Node Source(Node node)
    {
        while (node.Operation is Identity) node = node.Inputs[0];
        return node;
    }
}
