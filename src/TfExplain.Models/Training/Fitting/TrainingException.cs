namespace TfExplain.Training;

/// <summary>A training that cannot go on. The model has the weights of its last complete step.</summary>
public class TrainingException : Exception
{
    /// <summary>An error with a message.</summary>
    public TrainingException(string message) : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public TrainingException(string message, Exception cause) : base(message, cause)
    {
    }
}

/// <summary>A callback threw; training ended after the step it was called behind.</summary>
/// <param name="callback">The callback's name.</param>
/// <param name="place">The method that threw.</param>
/// <param name="cause">What it threw.</param>
public sealed class CallbackException(string callback, string place, Exception cause) : TrainingException($"The callback {callback} failed in {place}: {cause.Message}", cause)
{
    /// <summary>The callback's name.</summary>
    public string Callback { get; } = callback;
}
