using TfExplain.Imaging;

namespace TfExplain;

/// <summary>A method whose maps [h, w, 1] are drawn in colour over the images.</summary>
internal abstract record Overlay031 : Explainer031
{
    public required HeatmapDisplay Display { get; init; }

    public sealed override RenderOptions Rendering => new() { Scaling = Scaling.MinMax, ColorMap = Display.Colors, ImageWeight = (float)Display.ImageWeight };

    public sealed override Image Grid(Explanation explanation, int? rows, int? columns)
    {
        var size = explanation.Images[0].Shape;
        if (size[2] is not (1 or 3 or 4)) throw new ArgumentException($"A heat map is drawn over 1, 3 or 4 channels; the images have {size[2]}.");
        var tiles = explanation.Maps.SelectMany(map =>
        {
            var image = explanation.Images[map.Image];
            return Overlay(map, new(size[1], size[0], size[2], ImageToUInt255.Of(image))).Pixels;
        }).ToArray();
        var grid = GridDisplay.Arrange<byte>(tiles, explanation.Maps.Count, size[0], size[1], 3, rows, columns);
        return new(grid.Width, grid.Height, 3, grid.Values);
    }

    /// <summary>The map in colour over its image.</summary>
    protected abstract Image Overlay(Attribution map, Image image);

    /// <summary>Says when the picture will show nothing but one colour.</summary>
    protected static void WarnIfConstant(ExplainRun run, int image, ReadOnlySpan<float> map)
    {
        if (map.IndexOfAnyExcept(map[0]) < 0)
            run.Warnings.Add($"The map of '{run.Images[image].Name}' is {map[0]} everywhere: the probability's gradient has faded, or nothing changes it. Explain the logit with another method.");
    }
}
