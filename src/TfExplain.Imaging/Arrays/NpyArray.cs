namespace TfExplain.Imaging.Arrays;

/// <summary>An array of NumPy's <c>.npy</c> format, in C order whatever order the file has.</summary>
public sealed class NpyArray
{
    /// <summary>Wraps values without copying them: a one-dimensional array of Boolean, an integer, Half, Single, Double or String elements.</summary>
    /// <exception cref="ArgumentException">The element type is another, or the count is not the shape's product.</exception>
    public NpyArray(Array data, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(shape);
        long count = 1;
        foreach (var size in shape)
            count = size < 0 ? throw new ArgumentException($"A shape has no negative sizes, found [{string.Join(", ", shape)}].", nameof(shape)) : checked(count * size);
        if (data.Rank != 1 || data.Length != count)
            throw new ArgumentException($"Expected the {count} values of the shape [{string.Join(", ", shape)}], found {data.Length}.", nameof(data));
        (Data, Shape, ElementType) = (data, shape, NpyElement.TypeOf(data));
    }

    /// <summary>The sizes, outermost first; empty for a scalar.</summary>
    public int[] Shape { get; }

    /// <summary>The element type: <c>float</c>, <c>byte</c>, <c>string</c> and so on.</summary>
    public Type ElementType { get; }

    /// <summary>The values in C order, as an array of <see cref="ElementType"/>.</summary>
    public Array Data { get; }

    /// <summary>Reads a <c>.npy</c> file.</summary>
    /// <exception cref="NpyFormatException">The file is damaged, or its element type cannot be read (object, complex, structured, dates).</exception>
    public static NpyArray Load(string path) => Load(File.ReadAllBytes(path), path);

    /// <summary>Reads a <c>.npy</c> file's bytes; the name is for error messages.</summary>
    /// <exception cref="NpyFormatException">The data is damaged, or its element type cannot be read.</exception>
    public static NpyArray Load(ReadOnlyMemory<byte> file, string name) => NpyReader.Read(file.Span, name);

    /// <summary>Writes a <c>.npy</c> file of format version 1.0, little endian, C order.</summary>
    public void Save(string path) => FileBytes.Write(path, ToBytes());

    /// <summary>The array as a <c>.npy</c> file.</summary>
    public byte[] ToBytes() => NpyWriter.Write(this);

    /// <summary>The values as float32; integers and doubles are rounded, Booleans become 0 and 1.</summary>
    /// <exception cref="InvalidOperationException">The values are text.</exception>
    public float[] ToSingles() => Data is float[] singles ? (float[])singles.Clone() : NpyElement.Convert<float>(Data);

    /// <summary>The values as float64; Booleans become 0 and 1.</summary>
    /// <exception cref="InvalidOperationException">The values are text.</exception>
    public double[] ToDoubles() => NpyElement.Convert<double>(Data);

    /// <summary>The values as 64-bit integers; fractions are cut towards zero.</summary>
    /// <exception cref="InvalidOperationException">The values are text.</exception>
    /// <exception cref="OverflowException">A value does not fit.</exception>
    public long[] ToInt64s() => NpyElement.Convert<long>(Data);

    /// <summary>The values as 32-bit integers; fractions are cut towards zero.</summary>
    /// <exception cref="InvalidOperationException">The values are text.</exception>
    /// <exception cref="OverflowException">A value does not fit.</exception>
    public int[] ToInt32s() => NpyElement.Convert<int>(Data);

    /// <summary>The values as 8-bit integers; fractions are cut towards zero.</summary>
    /// <exception cref="InvalidOperationException">The values are text.</exception>
    /// <exception cref="OverflowException">A value does not fit.</exception>
    public byte[] ToUInt8s() => NpyElement.Convert<byte>(Data);

    /// <summary>The values as text.</summary>
    /// <exception cref="InvalidOperationException">The values are numbers.</exception>
    public string[] ToStrings() => Data is string[] text ? (string[])text.Clone() : throw new InvalidOperationException($"The array holds {ElementType.Name} values, not text.");
}
