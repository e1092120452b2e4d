using TfExplain.Engine.Execution;
using TfExplain.Training;

namespace TfExplain.Engine.Tests.Training;

/// <summary>A loss's value, and its gradient at the predictions, from one plan.</summary>
internal static class LossRun
{
    public static (float[] Value, float[] Gradient) Of(Loss loss, float[] y, Shape yShape, float[] p, Shape pShape, float[]? weights = null, Func<GraphBuilder, Node, Node>? head = null)
    {
        var b = new GraphBuilder();
        // The first extent is the batch, unknown when the loss is built.
        Node labels = b.Input("labels", Free(yShape)), x = b.Input("x", Free(pShape));
        var weight = weights is null ? null : b.Input("weights", [Shape.Unknown]);
        var value = loss.Build(b, "loss", labels, head is null ? x : head(b, x), weight);
        List<(Node, Shape)> inputs = [(labels, yShape), (x, pShape)];
        if (weight is not null) inputs.Add((weight, [weights!.Length]));
        using var session = new Session();
        using var run = session.Compile(new PlanRequest(inputs, [value], [value], [x])).Start();
        y.CopyTo(run.Input(0));
        p.CopyTo(run.Input(1));
        weights?.CopyTo(run.Input(2));
        run.Cotangent(0).Fill(1);
        run.Run();
        return (run.Output(0).ToArray(), run.Gradient(0).ToArray());
    }

    private static Shape Free(Shape shape) => shape.With(0, Shape.Unknown);
}
