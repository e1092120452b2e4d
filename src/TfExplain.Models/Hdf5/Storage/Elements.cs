using System.Numerics;
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
        var storage = shape.Count == 0 ? null : Open(shape.Count, (long)numbers.Count * Marshal.SizeOf<T>());
        var count = shape.Count * numbers.Count;
        if (count > Array.MaxLength)
            throw Error($"has {count} numbers; an array holds at most {Array.MaxLength}.");
        var values = GC.AllocateUninitializedArray<T>((int)count);
        ReadNumbers(storage, values.AsSpan());
        return values;
    }

    public void ReadNumbers<T>(Span<T> destination)
        where T : unmanaged, INumberBase<T>
    {
        if (destination.Length != shape.Count * numbers.Count)
            throw new ArgumentException($"{path} has {shape.Count * numbers.Count} numbers, but the destination has room for {destination.Length}.", nameof(destination));
        ReadNumbers(shape.Count == 0 ? null : Open(shape.Count, 0), destination);
    }

    public string[] ReadStrings()
    {
        const int objectSize = 32;
        if (type is not StringType strings)
            throw Error($"holds {type}, not strings.");
        var bytes = ReadBytes(objectSize);
        return StringConversion.Convert(space, strings, bytes, (int)shape.Count, position);
    }

    /// <summary>The elements as the file encodes them.</summary>
    public byte[] ReadBytes(int resultSize = 1)
    {
        if (shape.Count == 0)
            return [];
        var storage = Open(shape.Count, resultSize);
        var size = shape.Count * type.Size;
        if (size > Array.MaxLength)
            throw Error($"takes {size} bytes; an array holds at most {Array.MaxLength}.");
        var bytes = GC.AllocateUninitializedArray<byte>((int)size);
        storage.Read(bytes);
        return bytes;
    }

    private void ReadNumbers<T>(IElementStorage? storage, Span<T> destination)
        where T : unmanaged, INumberBase<T>
    {
        if (storage is null)
            return;
        try
        {
            if (NumberConversion.IsSame<T>(numbers.Scalar))
            {
                var target = MemoryMarshal.AsBytes(destination);
                storage.Read(target);
                NumberConversion.ToNative(numbers.Scalar, target);
            }
            else
            {
                NumberConversion.Convert(numbers.Scalar, ReadBytes(), destination);
            }
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

    private IElementStorage Open(long count, long resultSize)
    {
        var encoded = (Int128)count * type.Size;
        if (encoded > long.MaxValue)
            throw Error($"declares {count} elements of {type.Size} bytes, more than any file can hold.");
        var storage = open();
        var needed = Int128.Max(encoded, (Int128)count * resultSize);
        if (needed > FileSpace.DeclaredLimit && encoded > storage.BackedBytes)
            throw Error($"declares {count} elements of {type.Size} bytes, but only {storage.BackedBytes} bytes of them can be in the file.");
        return storage;
    }

    private Hdf5Exception Error(string problem) => space.Error(position, $"{path} {problem}");
}
