namespace TfExplain.Imaging;

/// <summary>How image files are read.</summary>
public sealed record ImageReadOptions
{
    /// <summary>The defaults: at most 64 Mi pixels, photographs turned upright.</summary>
    public static ImageReadOptions Default { get; } = new();

    /// <summary>Images that declare more pixels than this are refused before anything is allocated.</summary>
    public long MaxPixels { get; init; } = 64L << 20;

    /// <summary>Turns a JPEG as its EXIF orientation says. Keras's <c>load_img</c> does not; set false for the same pixels.</summary>
    public bool ApplyOrientation { get; init; } = true;
}
