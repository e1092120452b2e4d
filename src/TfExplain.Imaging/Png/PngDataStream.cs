namespace TfExplain.Imaging.Png;

/// <summary>The IDAT chunks' data as one stream.</summary>
internal sealed class PngDataStream(ReadOnlyMemory<byte> file, List<(int Offset, int Length)> parts) : Stream
{
    private int part;
    private int position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        for (; part < parts.Count; part++, position = 0)
        {
            var (offset, length) = parts[part];
            var count = Math.Min(buffer.Length, length - position);
            if (count == 0)
                continue;
            file.Span.Slice(offset + position, count).CopyTo(buffer);
            position += count;
            return count;
        }
        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
