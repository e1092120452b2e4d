using Microsoft.Win32.SafeHandles;

namespace TfExplain.Models.Hdf5;

internal sealed class FileByteSource : ByteSource
{
    private readonly SafeFileHandle handle;

    public FileByteSource(string path)
    {
        handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        Length = RandomAccess.GetLength(handle);
    }

    public override long Length { get; }

    public override void Read(long position, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var read = RandomAccess.Read(handle, destination, position);
            if (read == 0)
                throw new EndOfStreamException();
            destination = destination[read..];
            position += read;
        }
    }

    public override void Dispose() => handle.Dispose();
}
