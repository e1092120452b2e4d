namespace TfExplain.Models.Hdf5;

/// <summary>The raw bytes of a file, readable at any position from any thread.</summary>
internal abstract class ByteSource : IDisposable
{
    public abstract long Length { get; }

    /// <summary>Fills the destination; the caller has checked that it lies inside <see cref="Length"/>.</summary>
    /// <exception cref="EndOfStreamException">The file shrank after it was opened.</exception>
    public abstract void Read(long position, Span<byte> destination);

    public abstract void Dispose();
}
