namespace TfExplain.Models.Hdf5;

internal sealed class MemoryByteSource(ReadOnlyMemory<byte> bytes) : ByteSource
{
    public override long Length => bytes.Length;

    public override void Read(long position, Span<byte> destination) =>
        bytes.Span.Slice((int)position, destination.Length).CopyTo(destination);

    public override void Dispose()
    {
    }
}
