namespace TfExplain.TensorBoard;

/// <summary>How a <see cref="SummaryWriter"/> writes.</summary>
public sealed record EventFileOptions
{
    /// <summary>Gives the wall time of events; a fixed one makes the file the same in each run.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The file's name, which must hold <c>tfevents</c>; <c>events.out.tfevents.[unix seconds].[host].[process].[number].v2</c> unless given.</summary>
    public string? FileName { get; init; }

    /// <summary>How many events may wait before they are written to the file.</summary>
    public int QueuedEvents { get; init; } = 10;

    /// <summary>How long an event may wait before the next one writes all to the file.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(120);
}
