using TfExplain.Engine;

namespace TfExplain;

/// <summary>
/// The values that layers compute for the image: [h, w, channels], or [1, 1, units] for a layer without positions. Looks at no class.
/// Cost: one forward pass for all layers.
/// </summary>
public sealed record LayerActivations : Explainer
{
    /// <summary>The layers; empty for the last activation [h, w, channels] before the classifier, or else the last layer.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <inheritdoc/>
    public override string Name => "activations";

    /// <inheritdoc/>
    public override RenderOptions Rendering => RenderOptions.Tiles;

    /// <inheritdoc/>
    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        IReadOnlyList<Node> layers = Layers.Count > 0 ? [.. Layers.Select(run.Model.Value)] : [Default(run)];
        var maps = new List<Attribution>();
        run.Expect(run.Images.Count);
        for (var image = 0; image < run.Images.Count; image++)
        {
            var (index, input) = (image, run.Images[image]);
            run.Values(input.Shape, 1, layers, (_, x) => input.Values.Span.CopyTo(x), (_, values) =>
            {
                for (var layer = 0; layer < layers.Count; layer++)
                {
                    var shape = values.Shape(layer);
                    // Without positions the units are the channels of a single one; a sequence is a row of positions.
                    shape = shape.Rank switch { 3 => shape, 2 => [1, .. shape], 1 => [1, 1, .. shape], _ => [1, (int)shape.Product(0, shape.Rank - 1), shape[^1]] };
                    maps.Add(new(index, null, layers[layer].Name, shape, values[layer].ToArray()));
                }
            });
        }
        return maps;
    }

    private static Node Default(ExplainRun run)
    {
        try
        {
            return CamLayer.Infer(run.Model, run.Cases[0].Target.Head);
        }
        catch (ArgumentException)
        {
            return run.Model.Layers[^1].Output;
        }
    }
}
