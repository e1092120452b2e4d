using TfExplain.Imaging.ColorMaps;

namespace TfExplain;

/// <summary>How the numbers of a map become a scale.</summary>
public enum Scaling
{
    /// <summary>Zero in the middle, the same reach on both sides.</summary>
    Symmetric,

    /// <summary>Zero to the largest; negative numbers count as zero.</summary>
    Positive,

    /// <summary>The smallest to the largest.</summary>
    MinMax,
}

/// <summary>How channels become one number a pixel.</summary>
public enum ChannelReduction
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>The sum of their magnitudes.</summary>
    SumOfMagnitudes,

    /// <summary>A tile for each channel.</summary>
    Tiles,
}

/// <summary>How a map is drawn.</summary>
public sealed record RenderOptions
{
    /// <summary>Signed maps: red for, blue against, white nothing; the reach is the 99th percentile of the magnitudes.</summary>
    public static RenderOptions Diverging { get; } = new() { ColorMap = ColorMap.RdBuReversed, Percentile = 99 };

    /// <summary>Magnitudes from black to bright.</summary>
    public static RenderOptions Sequential { get; } = new() { ColorMap = ColorMap.Inferno, Channels = ChannelReduction.SumOfMagnitudes, Scaling = Scaling.Positive, Percentile = 99 };

    /// <summary>A heat map of positive evidence over the photograph.</summary>
    public static RenderOptions Heat { get; } = new() { ColorMap = ColorMap.Turbo, Scaling = Scaling.Positive, ImageWeight = 0.5f };

    /// <summary>A signed heat map over the photograph.</summary>
    public static RenderOptions SignedHeat { get; } = new() { ColorMap = ColorMap.RdBuReversed, ImageWeight = 0.35f };

    /// <summary>A tile for each channel, one scale for all.</summary>
    public static RenderOptions Tiles { get; } = new() { ColorMap = ColorMap.Viridis, Channels = ChannelReduction.Tiles, Scaling = Scaling.MinMax };

    /// <summary>How channels become one number a pixel.</summary>
    public ChannelReduction Channels { get; init; }

    /// <summary>How numbers become a scale.</summary>
    public Scaling Scaling { get; init; }

    /// <summary>The percentile of the magnitudes at which the scale ends, in (0, 100].</summary>
    public double Percentile { get; init; } = 100;

    /// <summary>The colours.</summary>
    public ColorMap ColorMap { get; init; } = ColorMap.Viridis;

    /// <summary>The photograph's share in the picture, in [0, 1]; 0 draws the map alone.</summary>
    public float ImageWeight { get; init; }

    /// <summary>The scale's end, to draw several maps alike; each map's own if absent.</summary>
    public float? Reach { get; init; }

    /// <summary>Tiles at most, the first ones.</summary>
    public int MaxTiles { get; init; } = 64;
}
