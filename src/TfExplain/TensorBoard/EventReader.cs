using Google.Protobuf;
using TfExplain.TensorBoard.Protos;

namespace TfExplain.TensorBoard;

/// <summary>
/// Reads TensorBoard's event files: records whose checksums fit, up to the first damaged one. A file that is still being written can be followed:
/// each <see cref="ReadNew"/> goes on where the last whole record ended. Not thread-safe.
/// </summary>
/// <example>
/// <code>
/// foreach (var e in EventReader.Read("logs").Events)
///     if (e is ValueEvent { Scalar: { } loss, Tag: "loss" }) Console.WriteLine($"{e.Step} {loss}");
/// </code>
/// </example>
public sealed class EventReader : IDisposable
{
    private const int ListedProblems = 1000;

    private static readonly MessageParser<Event> Parser = Event.Parser.WithDiscardUnknownFields(true);

    private readonly FileStream _file;
    private readonly string _name;
    private readonly ValueDecoder _values = new();
    private readonly List<EventProblem> _problems = [];

    /// <summary>Opens a file, which may still be written to; nothing is read yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What events and problems call it; its path unless given.</param>
    /// <exception cref="IOException">The file is not there or cannot be opened.</exception>
    public EventReader(string path, string? name = null)
    {
        _name = name ?? path;
        _file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
    }

    /// <summary>Where the next record starts, in bytes.</summary>
    public long Position { get; private set; }

    /// <summary>Whether a damaged record ended the reading.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>What could not be read so far; an unfinished record only as long as it is one.</summary>
    public IReadOnlyList<EventProblem> Problems => _problems;

    /// <summary>Reads an event file, or all below a folder in the order of their paths.</summary>
    /// <exception cref="IOException">There is no such file or folder, or a file cannot be opened.</exception>
    public static EventLog Read(string path)
    {
        var events = new List<LogEvent>();
        var problems = new List<EventProblem>();
        foreach (var (file, name) in EventFiles.Find(path))
        {
            using var reader = new EventReader(file, name);
            events.AddRange(reader.ReadNew());
            problems.AddRange(reader.Problems);
        }
        return new(events, problems);
    }

    /// <summary>Reads what has been added since the last call: whole records only. Events come one by one; memory is that of one record.</summary>
    public IEnumerable<LogEvent> ReadNew()
    {
        _problems.RemoveAll(p => p.Kind == EventProblemKind.Unfinished);
        while (!IsDamaged && NextRecord() is { } data)
        {
            var offset = Position;
            Position += data.Length - RecordFrame.FooterLength + RecordFrame.FrameLength;
            foreach (var e in Decode(data.AsMemory(0, data.Length - RecordFrame.FooterLength), offset)) yield return e;
        }
    }

    /// <summary>Reads the events of the record at an offset that an earlier event had; none if it is not there any more.</summary>
    public IReadOnlyList<LogEvent> ReadAt(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        (Position, IsDamaged) = (offset, false);
        return NextRecord() is { } data ? [.. Decode(data.AsMemory(0, data.Length - RecordFrame.FooterLength), offset)] : [];
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>The data and its checksum of the record at <see cref="Position"/>; null at the end of what can be read.</summary>
    private byte[]? NextRecord()
    {
        var left = _file.Length - Position;
        if (left <= 0) return null;
        _file.Position = Position;
        Span<byte> header = stackalloc byte[RecordFrame.HeaderLength];
        if (_file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            return Stop(EventProblemKind.Unfinished, $"the file ends within a record's header of {RecordFrame.HeaderLength} bytes");
        if (RecordFrame.Length(header) is not { } length)
            return Stop(EventProblemKind.Damaged, "the checksum of the record's length is wrong; what follows is not read");
        if (length > RecordFrame.MaximumLength)
            return Stop(EventProblemKind.Damaged, $"a record of {length} bytes is too long (at most {RecordFrame.MaximumLength}); what follows is not read");
        if (length > (ulong)Math.Max(0, left - RecordFrame.FrameLength))
            return Stop(EventProblemKind.Unfinished, $"the record has {length} bytes, of which {Math.Max(0, left - RecordFrame.HeaderLength)} are there");
        var data = new byte[(int)length + RecordFrame.FooterLength];
        if (_file.ReadAtLeast(data, data.Length, throwOnEndOfStream: false) < data.Length) return Stop(EventProblemKind.Unfinished, "the file became shorter");
        return RecordFrame.IsWhole(data) ? data : Stop(EventProblemKind.Damaged, "the checksum of the record's data is wrong; what follows is not read");
    }

    private byte[]? Stop(EventProblemKind kind, string message)
    {
        IsDamaged = kind == EventProblemKind.Damaged;
        _problems.Add(new(_name, Position, kind, message));
        return null;
    }

    private List<LogEvent> Decode(ReadOnlyMemory<byte> data, long offset)
    {
        var events = new List<LogEvent>();
        try
        {
            var record = Parser.ParseFrom(data.Span);
            switch (record.WhatCase)
            {
                case Event.WhatOneofCase.FileVersion:
                    events.Add(new VersionEvent(_name, offset, record.WallTime, record.Step, record.FileVersion, record.SourceMetadata?.Writer ?? ""));
                    break;
                case Event.WhatOneofCase.GraphDef:
                    events.Add(new GraphEvent(_name, offset, record.WallTime, record.Step, record.GraphDef.Memory));
                    break;
                case Event.WhatOneofCase.Summary:
                    foreach (var value in record.Summary.Value) Add(events, value, offset, record);
                    break;
                default:
                    events.Add(new OtherEvent(_name, offset, record.WallTime, record.Step, Kind(record.WhatCase)));
                    break;
            }
        }
        catch (InvalidProtocolBufferException e)
        {
            Skip(offset, $"the record is not an event: {e.Message}");
        }
        return events;
    }

    private void Add(List<LogEvent> events, Summary.Types.Value value, long offset, Event record)
    {
        try
        {
            events.Add(_values.Decode(value, _name, offset, record));
        }
        catch (InvalidDataException e)
        {
            Skip(offset, $"the value '{value.Tag}' is left out: {e.Message}");
        }
    }

    /// <summary>Notes what is left out; a file with nothing else in it must not fill the memory.</summary>
    private void Skip(long offset, string message)
    {
        if (_problems.Count < ListedProblems) _problems.Add(new(_name, offset, EventProblemKind.Unreadable, message));
        else if (_problems.Count == ListedProblems) _problems.Add(new(_name, offset, EventProblemKind.Unreadable, "more is left out, which is not listed"));
    }

    private static string Kind(Event.WhatOneofCase what) => what switch
    {
        Event.WhatOneofCase.LogMessage => "log_message",
        Event.WhatOneofCase.SessionLog => "session_log",
        Event.WhatOneofCase.TaggedRunMetadata => "tagged_run_metadata",
        Event.WhatOneofCase.MetaGraphDef => "meta_graph_def",
        _ => "none",
    };
}
