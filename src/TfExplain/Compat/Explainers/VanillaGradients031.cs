using TfExplain.Engine;
using TfExplain.Engine.Differentiation;

namespace TfExplain;

/// <summary>d score / d input.</summary>
internal record VanillaGradients031 : Grey031
{
    protected override string Method => "gradients";

    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        var score = Score(run.Model);
        if (score is null)
            run.Warnings.Add($"The last layer, '{run.Model.Layers[^1].Name}', is no activation layer, so the network's output itself is differentiated; tf-explain expects a layer of scores and then an activation layer.");
        var maps = new List<Attribution>();
        run.Expect(run.Cases.Count);
        foreach (var item in run.Cases)
        {
            var target = score is null
                ? item.Target with { Quantity = Quantity.Probability }
                : item.Target with { Quantity = Quantity.Logit, Head = new(score, item.Target.Head.Output, ScoreKind.Linear) };
            var image = run.Images[item.Image];
            run.Gradients(item with { Target = target }, 1, BackwardRule.Gradient, (_, input) => image.Values.Span.CopyTo(input), (_, value, gradient) =>
                maps.Add(new(item.Image, target, null, image.Shape, Map(gradient, image.Values.Span)) { Score = value }));
        }
        return maps;
    }

    protected virtual float[] Map(ReadOnlySpan<float> gradient, ReadOnlySpan<float> input) => gradient.ToArray();

    /// <summary>The input of the last layer if that is an activation layer, else null. ELU is not among the library's.</summary>
    internal static Node? Score(Model model)
    {
        var last = model.Layers[^1];
        if (last.ClassName is not ("Activation" or "LeakyReLU" or "PReLU" or "ReLU" or "Softmax" or "ThresholdedReLU")) return null;
        // A layer may be several operations: its input is the nearest value that another layer computes.
        var others = model.Layers.SkipLast(1).SelectMany(l => l.Calls).SelectMany(c => c).ToHashSet();
        var node = last.Output;
        while (!others.Contains(node) && !node.Inputs.IsEmpty) node = node.Inputs[0];
        return node;
    }
}
