namespace TfExplain.Imaging.Png;

/// <summary>The colour type field of IHDR.</summary>
internal enum PngColorType
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    Rgba = 6,
}
