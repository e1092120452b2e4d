namespace TfExplain.Training;

/// <summary>A dataset or one of its files that cannot be read; the message says which, where in it, what was expected, what was found, and what to try.</summary>
public sealed class DatasetException : IOException
{
    /// <summary>An error with a message.</summary>
    public DatasetException(string message) : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public DatasetException(string message, Exception cause) : base(message, cause)
    {
    }
}
