namespace TfExplain;

/// <summary>A model file that cannot be read, or a model that a file format cannot hold; the message says which file, what was expected, what was found, and what to try.</summary>
public sealed class ModelFormatException : IOException
{
    /// <summary>An error with a message.</summary>
    public ModelFormatException(string message) : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public ModelFormatException(string message, Exception cause) : base(message, cause)
    {
    }
}
