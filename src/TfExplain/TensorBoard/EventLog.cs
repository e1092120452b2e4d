namespace TfExplain.TensorBoard;

/// <summary>What event files hold, and what of them could not be read.</summary>
/// <param name="Events">The events, file by file in the order of their paths, each file's as written.</param>
/// <param name="Problems">Damaged, unfinished and unreadable records.</param>
public sealed record EventLog(IReadOnlyList<LogEvent> Events, IReadOnlyList<EventProblem> Problems);
