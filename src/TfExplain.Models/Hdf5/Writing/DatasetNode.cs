namespace TfExplain.Models.Hdf5.Writing;

/// <summary>A data set of a file that is going to be written: contiguous elements, which <paramref name="write"/> gives when their turn comes.</summary>
internal sealed class DatasetNode(string path, Hdf5Type type, ReadOnlySpan<long> extents, Action<Stream> write) : ObjectNode(path)
{
    private readonly long[] _extents = extents.ToArray();

    public Hdf5Type Type => type;

    /// <summary>The shape; empty for a single number.</summary>
    public ReadOnlySpan<long> Extents => _extents;

    /// <summary>The number of bytes of all elements.</summary>
    public long Size => _extents.Aggregate((long)DatatypeWriter.SizeOf(type), (product, extent) => checked(product * extent));

    /// <summary>Where the elements stand in the file; undefined where there are none.</summary>
    public long DataPosition { get; set; }

    public void WriteData(Stream stream) => write(stream);
}
