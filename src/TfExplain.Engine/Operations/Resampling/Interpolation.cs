namespace TfExplain.Engine.Operations;

/// <summary>How an image is interpolated.</summary>
public enum Interpolation
{
    /// <summary>The input whose cell holds the output's centre.</summary>
    Nearest,

    /// <summary>The triangle of radius 1.</summary>
    Bilinear,

    /// <summary>Keys' cubic with a = -1/2, radius 2.</summary>
    Bicubic,

    /// <summary>The mean over the output's cell.</summary>
    Area,

    /// <summary>The windowed sinc of radius 3.</summary>
    Lanczos3,

    /// <summary>The windowed sinc of radius 5.</summary>
    Lanczos5,

    /// <summary>A bell of standard deviation 1/2, cut at radius 3/2.</summary>
    Gaussian,

    /// <summary>Mitchell and Netravali's cubic with B = C = 1/3, radius 2.</summary>
    MitchellCubic,
}
