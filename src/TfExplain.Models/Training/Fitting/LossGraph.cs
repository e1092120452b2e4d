using TfExplain.Engine;
using TfExplain.Engine.Execution;
using TfExplain.Engine.Operations;

namespace TfExplain.Training;

/// <summary>A loss behind a model's output.</summary>
internal static class LossGraph
{
    /// <summary>Inputs for the targets and the weights of the samples, and the loss [] with what the regularisers of the trainable weights add.</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="output">The model's output.</param>
    /// <param name="targetShape">The shape of a target without the batch.</param>
    /// <param name="trainable">The trainable weights.</param>
    /// <param name="nodes">The weights' values in this form of the model.</param>
    public static (Node Target, Node Weight, Node Loss) Build(GraphBuilder builder, Loss loss, Node output, Shape targetShape, IEnumerable<WeightTraits> trainable, IReadOnlyDictionary<Parameter, Node> nodes)
    {
        var target = builder.Input("training/target", [Shape.Unknown, .. targetShape]);
        var weight = builder.Input("training/weight", [Shape.Unknown]);
        var total = loss.Build(builder, "training/loss", target, output, weight);
        return (target, weight, Sum(builder, total, trainable.Select(t => t.Regularizer?.Build(builder, $"{t.Parameter.Name}/regularizer", nodes[t.Parameter])).OfType<Node>()));
    }

    /// <summary>A loss and what is added to it.</summary>
    public static Node Sum(GraphBuilder builder, Node loss, IEnumerable<Node> extras) => extras.Aggregate(loss, (total, extra) => builder.Call("training/loss", new Add(), total, extra));

    /// <summary>Writes a batch into the first three inputs of a plan: the samples, their targets, and their weights, which are 1 where there are none.</summary>
    public static void Fill(PlanExecution run, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
    {
        inputs.CopyTo(run.Input(0));
        targets.CopyTo(run.Input(1));
        if (weights.IsEmpty) run.Input(2).Fill(1);
        else weights.CopyTo(run.Input(2));
    }
}
