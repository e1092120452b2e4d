using TfExplain.Engine.Differentiation;

namespace TfExplain.Extensibility.Tests;

/// <summary>An explainer of a stranger: |d score / d input|.</summary>
public sealed record GradientMagnitude : Explainer
{
    public override string Name => "gradient-magnitude";

    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        var maps = new List<Attribution>();
        foreach (var item in run.Cases)
        {
            var image = run.Images[item.Image];
            run.Gradients(item, 1, BackwardRule.Gradient, (_, input) => image.Values.Span.CopyTo(input), (_, score, gradient) =>
            {
                var map = gradient.ToArray();
                for (var i = 0; i < map.Length; i++) map[i] = Math.Abs(map[i]);
                maps.Add(new(item.Image, item.Target, null, image.Shape, map) { Score = score });
            });
        }
        return maps;
    }
}
