namespace TfExplain.Models.Hdf5;

/// <summary>Elements in one piece, read straight into their destination.</summary>
internal sealed class ContiguousStorage(FileSpace space, long position, long size) : IElementStorage
{
    public long BackedBytes { get; } = Checked(space, position, size);

    public void Read(Span<byte> destination) => space.Read(position, destination, "data");

    private static long Checked(FileSpace space, long position, long size)
    {
        space.Check(position, size, "data");
        return size;
    }
}
