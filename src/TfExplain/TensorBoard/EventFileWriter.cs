using Google.Protobuf;
using TfExplain.TensorBoard.Protos;

namespace TfExplain.TensorBoard;

/// <summary>Appends events to a file of its own: whole records, or none of them. Thread-safe.</summary>
internal sealed class EventFileWriter : IDisposable
{
    private const string Version = "brain.Event:2", Program = "TfExplain";

    private static int _files;

    private readonly Lock _lock = new();
    private readonly EventFileOptions _options;
    private readonly FileStream _file;
    private readonly MemoryStream _waiting = new();
    private int _count;
    private long _flushed;
    private bool _isClosed;

    public EventFileWriter(string folder, EventFileOptions options)
    {
        _options = options;
        Directory.CreateDirectory(folder);
        _file = Create(folder, options);
        Path = _file.Name;
        _flushed = options.Clock.GetTimestamp();
        Write(new() { FileVersion = Version, SourceMetadata = new() { Writer = Program } });
        Flush();
    }

    public string Path { get; }

    /// <summary>Queues an event with the wall time of now, and writes the queue where the options say so.</summary>
    public void Write(Event e)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(SummaryWriter));
            e.WallTime = (_options.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond;
            _waiting.Write(RecordFrame.Around(e.ToByteArray()));
            if (++_count >= _options.QueuedEvents || _options.Clock.GetElapsedTime(_flushed) >= _options.FlushInterval) Flush();
        }
    }

    public void Flush()
    {
        lock (_lock)
        {
            if (_isClosed || _count == 0) return;
            var end = _file.Position;
            try
            {
                _file.Write(_waiting.GetBuffer().AsSpan(0, (int)_waiting.Length));
                _file.Flush();
            }
            catch (IOException e)
            {
                // Half a record would end every later reading of the file here.
                _file.SetLength(end);
                throw new IOException($"'{Path}' cannot be written: {e.Message}", e);
            }
            _waiting.SetLength(0);
            _count = 0;
            _flushed = _options.Clock.GetTimestamp();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed) return;
            try
            {
                Flush();
            }
            finally
            {
                _isClosed = true;
                _file.Dispose();
            }
        }
    }

    /// <summary>A new file: one that is there is never opened.</summary>
    private static FileStream Create(string folder, EventFileOptions options)
    {
        for (; ; )
        {
            var seconds = options.Clock.GetUtcNow().ToUnixTimeSeconds();
            var name = options.FileName ?? $"events.out.tfevents.{seconds:D10}.{Environment.MachineName}.{Environment.ProcessId}.{Interlocked.Increment(ref _files) - 1}.v2";
            var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, name));
            try
            {
                return new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
            }
            catch (IOException) when (options.FileName is null && File.Exists(path))
            {
                // Another process had this name, on a clock that stands still or runs back: the next number is free.
            }
        }
    }
}
