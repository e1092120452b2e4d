namespace TfExplain.TensorBoard;

/// <summary>What an event file holds at one place.</summary>
/// <param name="File">The file, relative to the folder that was read, with forward slashes.</param>
/// <param name="Offset">Where its record starts in the file, in bytes.</param>
/// <param name="WallTime">When it was written, in seconds since 1970 (UTC).</param>
/// <param name="Step">The training step or epoch.</param>
public abstract record LogEvent(string File, long Offset, double WallTime, long Step);

/// <summary>The first event of a file: which format it has and what wrote it.</summary>
/// <param name="File"><inheritdoc cref="LogEvent" path="/param[@name='File']"/></param>
/// <param name="Offset"><inheritdoc cref="LogEvent" path="/param[@name='Offset']"/></param>
/// <param name="WallTime"><inheritdoc cref="LogEvent" path="/param[@name='WallTime']"/></param>
/// <param name="Step"><inheritdoc cref="LogEvent" path="/param[@name='Step']"/></param>
/// <param name="FileVersion"><c>brain.Event:2</c>.</param>
/// <param name="Writer">The program that wrote it; empty where it does not say.</param>
public sealed record VersionEvent(string File, long Offset, double WallTime, long Step, string FileVersion, string Writer) : LogEvent(File, Offset, WallTime, Step);

/// <summary>A graph, as TensorFlow's serialised <c>GraphDef</c>.</summary>
/// <param name="File"><inheritdoc cref="LogEvent" path="/param[@name='File']"/></param>
/// <param name="Offset"><inheritdoc cref="LogEvent" path="/param[@name='Offset']"/></param>
/// <param name="WallTime"><inheritdoc cref="LogEvent" path="/param[@name='WallTime']"/></param>
/// <param name="Step"><inheritdoc cref="LogEvent" path="/param[@name='Step']"/></param>
/// <param name="GraphDef">The message's bytes.</param>
public sealed record GraphEvent(string File, long Offset, double WallTime, long Step, ReadOnlyMemory<byte> GraphDef) : LogEvent(File, Offset, WallTime, Step);

/// <summary>A kind of event that holds no summary, such as a session's start.</summary>
/// <param name="File"><inheritdoc cref="LogEvent" path="/param[@name='File']"/></param>
/// <param name="Offset"><inheritdoc cref="LogEvent" path="/param[@name='Offset']"/></param>
/// <param name="WallTime"><inheritdoc cref="LogEvent" path="/param[@name='WallTime']"/></param>
/// <param name="Step"><inheritdoc cref="LogEvent" path="/param[@name='Step']"/></param>
/// <param name="Kind">The protocol's name of it.</param>
public sealed record OtherEvent(string File, long Offset, double WallTime, long Step, string Kind) : LogEvent(File, Offset, WallTime, Step);
