namespace TfExplain.Models.Hdf5;

/// <summary>A seekable stream; it stays open, for its owner, when the file is disposed.</summary>
internal sealed class StreamByteSource(Stream stream) : ByteSource
{
    private readonly Lock gate = new();

    public override long Length { get; } = stream.Length;

    public override void Read(long position, Span<byte> destination)
    {
        lock (gate)
        {
            stream.Position = position;
            stream.ReadExactly(destination);
        }
    }

    public override void Dispose()
    {
    }
}
