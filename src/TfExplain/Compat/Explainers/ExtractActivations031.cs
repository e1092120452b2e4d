using TfExplain.Imaging;

namespace TfExplain;

/// <summary>A layer's values.</summary>
internal sealed record ExtractActivations031 : Explainer031
{
    public required string LayerName { get; init; }

    public override RenderOptions Rendering => RenderOptions.Tiles;

    protected override string Method => "activations";

    /// <summary>(g - min g) / (max g - min g) over the whole grid g of filters, the zeros of missing tiles included; a constant grid is 0 / 0, which casts to 0.</summary>
    public override Image Grid(Explanation explanation, int? rows, int? columns)
    {
        var shape = explanation.Maps[0].Shape;
        var values = explanation.Maps.SelectMany(m => m.Values.ToArray()).ToArray();
        var grid = GridDisplay.Filters(values, explanation.Maps.Count, shape[0], shape[1], shape[2], rows, columns);
        float low = grid.Values.Min(), high = grid.Values.Max();
        return new(grid.Width, grid.Height, 1, Array.ConvertAll(grid.Values, v => UInt8Cast.Wrap((v - low) / (high - low) * 255)));
    }

    protected override IReadOnlyList<Attribution> Attribute(ExplainRun run)
    {
        var layer = run.Model.Value(LayerName);
        if (layer.Shape.Rank != 4) throw new ArgumentException($"A grid of filters needs an output [N,h,w,filters]; layer '{LayerName}' has {layer.Shape}.");
        var maps = new List<Attribution>();
        run.Expect(run.Images.Count);
        for (var image = 0; image < run.Images.Count; image++)
        {
            var (index, input) = (image, run.Images[image]);
            run.Values(input.Shape, 1, [layer], (_, x) => input.Values.Span.CopyTo(x), (_, values) => maps.Add(new(index, null, LayerName, values.Shape(0), values[0].ToArray())));
        }
        return maps;
    }
}
