namespace TfExplain.Models.Hdf5;

/// <summary>A small named value of a group, data set or named type.</summary>
public sealed class Hdf5Attribute
{
    private readonly Elements elements;

    internal Hdf5Attribute(string name, Elements elements) => (Name, this.elements) = (name, elements);

    /// <summary>The attribute's name.</summary>
    public string Name { get; }

    /// <summary>The shape; empty for a scalar and for a null value.</summary>
    public IReadOnlyList<long> Shape => elements.Shape.Dimensions;

    /// <summary>Whether the attribute has no value at all.</summary>
    public bool IsNull => elements.Shape.IsNull;

    /// <summary>The type in NumPy's notation, such as <c>&lt;f4</c> or <c>string(length=variable, utf-8)</c>.</summary>
    public string Type => elements.Type.ToString();

    internal Elements Elements => elements;

    /// <summary>All numbers, rounded to float32.</summary>
    /// <exception cref="Hdf5Exception">The elements are not numbers, or the file is damaged.</exception>
    public float[] ReadSingles() => elements.ReadNumbers<float>();

    /// <summary>All numbers as float64.</summary>
    /// <exception cref="Hdf5Exception">The elements are not numbers, or the file is damaged.</exception>
    public double[] ReadDoubles() => elements.ReadNumbers<double>();

    /// <summary>All integers; bool is 0 or 1.</summary>
    /// <exception cref="Hdf5Exception">The elements are not integers, do not fit, or the file is damaged.</exception>
    public long[] ReadInt64s() => elements.ReadNumbers<long>();

    /// <summary>All strings, without their padding.</summary>
    /// <exception cref="Hdf5Exception">The elements are not strings, or the file is damaged.</exception>
    public string[] ReadStrings() => elements.ReadStrings();

    /// <summary>The elements as the file encodes them.</summary>
    /// <exception cref="Hdf5Exception">The file is damaged.</exception>
    public byte[] ReadBytes() => elements.ReadBytes();
}
