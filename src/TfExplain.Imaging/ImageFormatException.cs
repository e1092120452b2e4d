namespace TfExplain.Imaging;

/// <summary>An image file cannot be decoded: what was expected, what was found, the file and the byte offset.</summary>
public sealed class ImageFormatException : FormatException
{
    /// <summary>Builds the message <c>file: reason (at byte offset)</c>.</summary>
    public ImageFormatException(string fileName, long offset, string reason, Exception? inner = null)
        : base($"{fileName}: {reason} (at byte {offset})", inner)
    {
        FileName = fileName;
        Offset = offset;
    }

    /// <summary>The file's path, or the name given with its bytes.</summary>
    public string FileName { get; }

    /// <summary>The offset in the file at which decoding stopped.</summary>
    public long Offset { get; }
}
