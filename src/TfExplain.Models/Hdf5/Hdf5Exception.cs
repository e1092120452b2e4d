namespace TfExplain.Models.Hdf5;

/// <summary>An HDF5 file is damaged, hostile, or uses something this reader does not support; the message says where, what was expected and what was found.</summary>
public sealed class Hdf5Exception : IOException
{
    /// <summary>Creates the error for a byte offset of a file; a negative offset stands for the file as a whole.</summary>
    public Hdf5Exception(string message, string file, long offset = -1, Exception? inner = null)
        : base(offset < 0 ? $"{file}: {message}" : $"{file}, offset {offset}: {message}", inner)
    {
        FileName = file;
        Offset = offset;
    }

    /// <summary>The file's path, or the name it was opened under.</summary>
    public string FileName { get; }

    /// <summary>The byte offset in the file, or -1 when the error concerns the whole file.</summary>
    public long Offset { get; }
}
