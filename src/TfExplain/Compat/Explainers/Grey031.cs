using TfExplain.Imaging;

namespace TfExplain;

/// <summary>A method whose maps [H, W, C] are drawn in grey: magnitudes, standardised over the batch.</summary>
internal abstract record Grey031 : Explainer031
{
    public sealed override RenderOptions Rendering => RenderOptions.Sequential;

    public sealed override Image Grid(Explanation explanation, int? rows, int? columns)
    {
        var shape = explanation.Maps[0].Shape;
        var grid = GridDisplay.Arrange<byte>(Tiles(explanation), explanation.Maps.Count, shape[0], shape[1], 1, rows, columns);
        return new(grid.Width, grid.Height, 1, grid.Values);
    }

    /// <summary>The grey levels of each map, [N, H, W].</summary>
    internal static byte[] Tiles(Explanation explanation)
    {
        var magnitudes = explanation.Maps.SelectMany(m => m.Values.ToArray()).Select(Math.Abs).ToArray();
        return NormalizedGrayscale.Transform(magnitudes, explanation.Maps[0].Shape[2]);
    }
}
