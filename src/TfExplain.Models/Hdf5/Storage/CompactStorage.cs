namespace TfExplain.Models.Hdf5;

/// <summary>Elements inside an object header.</summary>
internal sealed class CompactStorage(ReadOnlyMemory<byte> data) : IElementStorage
{
    public long BackedBytes => data.Length;

    public void Read(Span<byte> destination) => data.Span.CopyTo(destination);
}
