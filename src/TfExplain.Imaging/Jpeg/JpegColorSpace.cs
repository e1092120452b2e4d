namespace TfExplain.Imaging.Jpeg;

/// <summary>How a file's components become colours.</summary>
internal enum JpegColorSpace
{
    Grey,
    Rgb,
    YCbCr,
    Cmyk,
    Ycck,
}
