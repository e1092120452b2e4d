using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TfExplain.Models.Hdf5;

/// <summary>The elements of a data set or attribute: what they are, how many, and how to read them as numbers, text or bytes.</summary>
/// <remarks>
/// <c>path</c>: The object's path, for messages.
/// <c>position</c>: The file offset to blame.
/// <c>open</c>: Finds the storage; called only when elements are read, so that what cannot be read can still be listed.
/// </remarks>
internal sealed class Elements(FileSpace space, string path, long position, Datatype type, Dataspace shape, Func<IElementStorage> open)
{
    private readonly (Datatype Scalar, int Count) numbers = type.Flatten();

    public Datatype Type => type;

    public Dataspace Shape => shape;

    public T[] ReadNumbers<T>()
        where T : unmanaged, INumberBase<T>
    {
        if (shape.Count == 0)
            return [];
        var size = (long)numbers.Count * Unsafe.SizeOf<T>();
        var storage = Open(IsDirect<T>() ? size : size + type.Size);
        var values = GC.AllocateUninitializedArray<T>(ArrayLength(shape.Count * numbers.Count));
        ReadNumbers(storage, values.AsSpan());
        return values;
    }

    public void ReadNumbers<T>(Span<T> destination)
        where T : unmanaged, INumberBase<T>
    {
        var count = (Int128)shape.Count * numbers.Count;
        if (destination.Length != count)
            throw new ArgumentException($"{path} has {count} numbers, but the destination has room for {destination.Length}.", nameof(destination));
        if (count > 0)
            ReadNumbers(Open(IsDirect<T>() ? 0 : type.Size), destination);
    }

    public string[] ReadStrings()
    {
        const int objectSize = 32;
        if (type is not StringType strings)
            throw Error($"holds {type}, not strings.");
        return shape.Count == 0
            ? []
            : StringConversion.Convert(space, strings, ReadEncoded(Open(type.Size + objectSize)), (int)shape.Count, position);
    }

    /// <summary>The elements as the file encodes them.</summary>
    public byte[] ReadBytes() => shape.Count == 0 ? [] : ReadEncoded(Open(type.Size));

    private bool IsDirect<T>() => NumberConversion.IsSame<T>(numbers.Scalar);

    private void ReadNumbers<T>(IElementStorage storage, Span<T> destination)
        where T : unmanaged, INumberBase<T>
    {
        if (IsDirect<T>())
        {
            var target = MemoryMarshal.AsBytes(destination);
            storage.Read(target);
            NumberConversion.ToNative(numbers.Scalar, target);
            return;
        }
        try
        {
            NumberConversion.Convert(numbers.Scalar, ReadEncoded(storage), destination);
        }
        catch (NotSupportedException)
        {
            throw Error($"holds {type}, which cannot be read as {(typeof(T) == typeof(long) ? "integers" : "numbers")}.");
        }
        catch (OverflowException)
        {
            throw Error($"holds numbers of type {type} that do not fit 64-bit integers; read them as doubles.");
        }
    }

    private byte[] ReadEncoded(IElementStorage storage)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(ArrayLength(shape.Count * type.Size));
        storage.Read(bytes);
        return bytes;
    }

    // What the file only declares may not cost more memory than the limit; what it holds may.
    private IElementStorage Open(long memoryPerElement)
    {
        var encoded = (Int128)shape.Count * type.Size;
        if (encoded > long.MaxValue)
            throw Error($"declares {shape.Count} elements of {type.Size} bytes, more than any file can hold.");
        var storage = open();
        if (encoded > storage.BackedBytes && Int128.Max(encoded, (Int128)shape.Count * memoryPerElement) > FileSpace.DeclaredLimit)
            throw Error($"declares {shape.Count} elements of {type.Size} bytes, but only {storage.BackedBytes} bytes of them can be in the file.");
        return storage;
    }

    private int ArrayLength(long length) =>
        length <= Array.MaxLength ? (int)length : throw Error($"needs an array of length {length}; at most {Array.MaxLength} is possible.");

    private Hdf5Exception Error(string problem) => space.Error(position, $"{path} {problem}");
}
