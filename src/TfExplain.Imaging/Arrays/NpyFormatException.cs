namespace TfExplain.Imaging.Arrays;

/// <summary>A <c>.npy</c> or <c>.npz</c> file cannot be read: what was expected, what was found, and where.</summary>
public sealed class NpyFormatException : FormatException
{
    /// <summary>Builds the message <c>file: reason</c>.</summary>
    public NpyFormatException(string fileName, string reason, Exception? inner = null) : base($"{fileName}: {reason}", inner) => FileName = fileName;

    /// <summary>The file's path, or the name given with its bytes; within an archive, followed by the entry's name.</summary>
    public string FileName { get; }
}
