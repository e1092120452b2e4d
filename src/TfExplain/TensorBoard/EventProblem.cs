namespace TfExplain.TensorBoard;

/// <summary>What is wrong with a part of an event file.</summary>
public enum EventProblemKind
{
    /// <summary>The record is damaged: where the next starts is not known, so reading the file ends.</summary>
    Damaged,

    /// <summary>The last record is not all there: its writer is at work, or was stopped. A later read goes on here.</summary>
    Unfinished,

    /// <summary>The record is whole, but one of its values makes no sense; it is left out and reading goes on.</summary>
    Unreadable,
}

/// <summary>A part of an event file that could not be read.</summary>
/// <param name="File">The file, relative to the folder that was read, with forward slashes.</param>
/// <param name="Offset">Where the record starts in the file, in bytes.</param>
/// <param name="Kind">What it means for the rest.</param>
/// <param name="Message">What was expected and found.</param>
public sealed record EventProblem(string File, long Offset, EventProblemKind Kind, string Message)
{
    /// <summary>The file, the offset and the message.</summary>
    public override string ToString() => $"{File} at byte {Offset}: {Message}";
}
