using TfExplain.Engine.Differentiation;

namespace TfExplain;

/// <summary>
/// Vanilla gradients: d score / d input, signed, [H, W, C]. Under another <see cref="Rule"/> guided back-propagation or deconvnet.
/// Cost: one forward pass an image and one backward pass a class. (Simonyan et al., 2013, arXiv 1312.6034; Springenberg et al., 2014, arXiv 1412.6806; Zeiler and Fergus, 2013, arXiv 1311.2901.)
/// </summary>
public sealed record Gradients : Explainer
{
    /// <summary>What flows backward.</summary>
    public BackwardRule Rule { get; init; } = BackwardRule.Gradient;

    /// <inheritdoc/>
    public override string Name => Rule.Name switch { "gradient" => "gradients", "guided" => "guided-backprop", var other => other };

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string>> Settings => [new("rule", Rule.Name)];

    /// <inheritdoc/>
    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        var maps = new List<Attribution>();
        run.Expect(run.Images.Count);
        foreach (var (index, targets) in run.ByImage)
        {
            var image = run.Images[index];
            run.Gradients(index, targets, 1, Rule, (_, input) => image.Values.Span.CopyTo(input), (_, t, score, gradient) =>
                maps.Add(new(index, targets[t], null, image.Shape, gradient.ToArray()) { Score = score }));
        }
        return maps;
    }
}
