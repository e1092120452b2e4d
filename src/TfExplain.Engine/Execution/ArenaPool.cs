namespace TfExplain.Engine.Execution;

/// <summary>Keeps one idle block of memory, the largest seen, for the next run.</summary>
internal sealed class ArenaPool : IDisposable
{
    private NativeBuffer? _idle;

    public NativeBuffer Rent(long floats)
    {
        var idle = Interlocked.Exchange(ref _idle, null);
        if (idle is not null && idle.Length >= floats) return idle;
        idle?.Dispose();
        return new(floats);
    }

    public void Return(NativeBuffer buffer)
    {
        var other = Interlocked.Exchange(ref _idle, buffer);
        if (other is null) return;
        if (other.Length > buffer.Length) other = Interlocked.Exchange(ref _idle, other);
        other?.Dispose();
    }

    public void Dispose() => Interlocked.Exchange(ref _idle, null)?.Dispose();
}
