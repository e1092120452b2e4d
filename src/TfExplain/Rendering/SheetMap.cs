using TfExplain.Imaging;

namespace TfExplain;

/// <summary>A map on an <see cref="ExplanationSheet"/>.</summary>
/// <param name="Explanation">The method's result.</param>
/// <param name="Place">The map's place in it.</param>
/// <param name="Picture">The map drawn, as <see cref="Explanation.Render"/> gives it.</param>
/// <param name="Title">The method's title.</param>
public sealed record SheetMap(Explanation Explanation, int Place, Image Picture, string Title)
{
    internal Attribution Map => Explanation.Maps[Place];

    internal RenderOptions Rendering => Explanation.Explainer.Rendering;

    /// <summary>Whether the picture has a colour scale; the presets of other libraries draw their own way.</summary>
    internal bool HasScale => Explanation.Explainer is not Explainer031;

    /// <summary>What is explained, and where.</summary>
    internal string Subject => string.Join(" at ", new[] { Map.Target?.ToString(), Map.Layer }.Where(part => part is not null));

    /// <summary>What the two ends of the colour scale mean.</summary>
    internal (string Low, string High) Scale => (Rendering.Channels, Rendering.Scaling) switch
    {
        (ChannelReduction.Tiles, _) => ("lowest", $"highest of {Math.Min(Map.Shape[2], Rendering.MaxTiles)} of {Map.Shape[2]} channels"),
        (_, Scaling.Symmetric) => ("lowers the score", "raises the score"),
        (ChannelReduction.SumOfMagnitudes, _) => ("no effect", "strong"),
        (_, Scaling.Positive) => ("nothing", "most for the class"),
        _ => ("lowest", "highest"),
    };
}
