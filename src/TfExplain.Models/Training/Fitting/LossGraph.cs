using TfExplain.Engine;
using TfExplain.Engine.Operations;

namespace TfExplain.Training;

/// <summary>A loss behind a model's output.</summary>
internal static class LossGraph
{
    /// <summary>Inputs for the targets and the weights of the samples, and the loss [].</summary>
    public static (Node Target, Node Weight, Node Loss) Build(GraphBuilder builder, Loss loss, Node output, Shape targetShape)
    {
        var target = builder.Input("training/target", [Shape.Unknown, .. targetShape]);
        var weight = builder.Input("training/weight", [Shape.Unknown]);
        return (target, weight, loss.Build(builder, "training/loss", target, output, weight));
    }
}
