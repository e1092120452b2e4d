namespace TfExplain.Models.Hdf5;

/// <summary>An array in the file; elements come in C order, the last dimension fastest.</summary>
public sealed class Hdf5Dataset : Hdf5Object
{
    private readonly Elements elements;
    private readonly Lazy<Elements> numbers;

    internal Hdf5Dataset(FileSpace space, ObjectHeader header, string path)
        : base(space, header, path)
    {
        var type = DatatypeMessage.Read(header.Find(MessageType.Datatype)!.Open(space));
        var shape = Dataspace.Read(header.Find(MessageType.Dataspace)!.Open(space));
        elements = Of(type);
        // Keras keeps bfloat16 as opaque bytes and says so in an attribute.
        numbers = new(() => type is OpaqueType { Size: 2 } && IsMarkedBFloat16() ? Of(FloatingPoint.BFloat16) : elements);
        Elements Of(Datatype read) => new(space, path, header.Position, read, shape, OpenStorage);
    }

    /// <summary>The shape; empty for a scalar and for a null data set.</summary>
    public IReadOnlyList<long> Shape => elements.Shape.Dimensions;

    /// <summary>The number of elements: 1 for a scalar, 0 for a null data set.</summary>
    public long Count => elements.Shape.Count;

    /// <summary>Whether the data set has no value at all.</summary>
    public bool IsNull => elements.Shape.IsNull;

    /// <summary>The type in NumPy's notation, such as <c>&lt;f4</c> or <c>string(length=variable, utf-8)</c>.</summary>
    public string Type => elements.Type.ToString();

    internal Elements Elements => elements;

    /// <summary>All numbers, rounded to float32; bfloat16 as Keras stores it included.</summary>
    /// <exception cref="Hdf5Exception">The elements are not numbers, are packed with an unsupported filter, or the file is damaged.</exception>
    public float[] ReadSingles() => numbers.Value.ReadNumbers<float>();

    /// <summary>Reads all numbers into the destination; float32 data go there straight from the file.</summary>
    /// <exception cref="ArgumentException">The destination's length is not the number of elements.</exception>
    /// <exception cref="Hdf5Exception">The elements are not numbers, are packed with an unsupported filter, or the file is damaged.</exception>
    public void ReadInto(Span<float> destination) => numbers.Value.ReadNumbers(destination);

    /// <summary>All numbers as float64.</summary>
    /// <exception cref="Hdf5Exception">The elements are not numbers, are packed with an unsupported filter, or the file is damaged.</exception>
    public double[] ReadDoubles() => numbers.Value.ReadNumbers<double>();

    /// <summary>All integers; bool is 0 or 1.</summary>
    /// <exception cref="Hdf5Exception">The elements are not integers, do not fit, or the file is damaged.</exception>
    public long[] ReadInt64s() => elements.ReadNumbers<long>();

    /// <summary>All strings, without their padding.</summary>
    /// <exception cref="Hdf5Exception">The elements are not strings, or the file is damaged.</exception>
    public string[] ReadStrings() => elements.ReadStrings();

    /// <summary>The elements as the file encodes them.</summary>
    /// <exception cref="Hdf5Exception">The data are packed with an unsupported filter, or the file is damaged.</exception>
    public byte[] ReadBytes() => elements.ReadBytes();

    private bool IsMarkedBFloat16() =>
        Attributes.TryGetValue("dtype", out var mark) && mark.Elements.Type is StringType && mark.ReadStrings() is ["bfloat16"];

    private IElementStorage OpenStorage()
    {
        var type = elements.Type;
        var size = elements.Shape.Count * type.Size;
        if (Header.Find(MessageType.ExternalDataFiles) is not null)
            throw Error("is kept in external files (external storage), which is not supported; rewrite it with h5repack.");
        var message = Header.Find(MessageType.DataLayout) ?? throw Error("has no data layout.");
        var fill = FillValue.Read(Space, Header);
        if (!fill.IsEmpty && fill.Length != type.Size)
            throw Error($"has a fill value of {fill.Length} bytes for elements of {type.Size}.");
        return DataLayout.Read(message.Open(Space)) switch
        {
            DataLayout.Compact compact => compact.Data.Length >= size
                ? new CompactStorage(compact.Data[..(int)size])
                : throw Error($"needs {size} bytes, but its compact layout holds {compact.Data.Length}."),
            DataLayout.Contiguous { Position: FileSpace.Undefined } => new FillStorage(fill),
            DataLayout.Contiguous contiguous => (contiguous.Size ?? size) >= size
                ? new ContiguousStorage(Space, contiguous.Position, size)
                : throw Error($"needs {size} bytes, but its contiguous layout holds {contiguous.Size}."),
            DataLayout.Chunked chunked => new ChunkedStorage(
                Space, Header.Position, chunked, elements.Shape, type.Size, FilterPipeline.Read(Space, Header), fill),
            _ => throw Error("is virtual: its elements are in other data sets (virtual layout), which is not supported; rewrite it with h5repack."),
        };
    }

    private Hdf5Exception Error(string problem) => Space.Error(Header.Position, $"{Path} {problem}");
}
