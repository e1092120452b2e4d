using System.Numerics.Tensors;
using TfExplain.Engine.Differentiation;

namespace TfExplain;

/// <summary>
/// x * d score / d x, signed, [H, W, C], with x the network's input. Cost: one forward pass an image and one backward pass a class. (Shrikumar et al., 2016, arXiv 1605.01713.)
/// </summary>
public sealed record GradientsTimesInputs : Explainer
{
    /// <inheritdoc/>
    public override string Name => "gradients-inputs";

    /// <inheritdoc/>
    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        var maps = new List<Attribution>();
        run.Expect(run.Images.Count);
        foreach (var (index, targets) in run.ByImage)
        {
            var image = run.Images[index];
            run.Gradients(index, targets, 1, BackwardRule.Gradient, (_, input) => image.Values.Span.CopyTo(input), (_, t, score, gradient) =>
            {
                var map = new float[gradient.Length];
                TensorPrimitives.Multiply(gradient, image.Values.Span, map);
                maps.Add(new(index, targets[t], null, image.Shape, map) { Score = score });
            });
        }
        return maps;
    }
}
