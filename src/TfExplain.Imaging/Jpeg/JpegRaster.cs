namespace TfExplain.Imaging.Jpeg;

/// <summary>The decoded picture as stored: grey, RGB, or amounts of ink (cyan, magenta, yellow, black).</summary>
internal sealed record JpegRaster(int Width, int Height, int Channels, byte[] Pixels, int Orientation)
{
    /// <summary>Grey or RGB; inks are converted without colour management.</summary>
    public Image ToImage(bool applyOrientation)
    {
        var image = Channels == 4 ? new Image(Width, Height, 3, JpegColors.CmykToRgb(Pixels)) : new Image(Width, Height, Channels, Pixels);
        return applyOrientation ? ExifOrientation.Apply(image, Orientation) : image;
    }
}
