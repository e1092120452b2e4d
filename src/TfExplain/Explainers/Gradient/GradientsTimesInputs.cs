using System.Numerics.Tensors;
using TfExplain.Engine.Differentiation;

namespace TfExplain;

/// <summary>
/// x * d score / d x, signed, [H, W, C], with x the network's input. Cost: one forward and one backward pass. (Shrikumar et al., 2016, arXiv 1605.01713.)
/// </summary>
public sealed record GradientsTimesInputs : Explainer
{
    /// <inheritdoc/>
    public override string Name => "gradients-inputs";

    /// <inheritdoc/>
    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        var maps = new List<Attribution>();
        run.Expect(run.Cases.Count);
        foreach (var item in run.Cases)
        {
            var image = run.Images[item.Image];
            run.Gradients(item, 1, BackwardRule.Gradient, (_, input) => image.Values.Span.CopyTo(input), (_, score, gradient) =>
            {
                var map = new float[gradient.Length];
                TensorPrimitives.Multiply(gradient, image.Values.Span, map);
                maps.Add(new(item.Image, item.Target, null, image.Shape, map) { Score = score });
            });
        }
        return maps;
    }
}
