using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>The next bytes of another stream, which stays open.</summary>
internal sealed class LimitedStream(Stream stream, long length) : Stream
{
    private long _left = length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var read = stream.Read(buffer[..(int)Math.Min(_left, buffer.Length)]);
        _left -= read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Passes over what is left, and over some bytes behind it.</summary>
    public void Skip(string name, long start, long padding)
    {
        _left += padding;
        Span<byte> buffer = stackalloc byte[4096];
        while (_left > 0)
            if (Read(buffer) == 0) throw new DatasetException($"{name}: expected the rest of the file at byte {start}, {_left} bytes; the archive ends before it.");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
