using System.Text;

namespace TfExplain.Models.Hdf5.Writing;

/// <summary>A group or data set of a file that is going to be written.</summary>
internal abstract class ObjectNode(string path)
{
    // A message has a length of 16 bits; what a library may add to it in a later header stays within this too.
    private const int LargestMessage = 64 * 1024 - 1024;
    private readonly Dictionary<string, AttributeNode> _attributes = [];

    public string Path { get; } = path;

    /// <summary>The attributes in the order in which they were added.</summary>
    public IEnumerable<AttributeNode> Attributes => _attributes.Values;

    /// <summary>Where the object's header stands in the file.</summary>
    public long Position { get; set; }

    /// <summary>A text of any length; it lies in the global heap.</summary>
    public void Attribute(string name, string value, bool utf8 = true) => Add(new(name, DatatypeWriter.VariableString(utf8), DataspaceWriter.Scalar, null, [value]));

    /// <summary>Texts of any length; they lie in the global heap.</summary>
    public void Attribute(string name, IReadOnlyList<string> values, bool utf8 = false) => Add(new(name, DatatypeWriter.VariableString(utf8), DataspaceWriter.Simple([values.Count]), null, values));

    /// <summary>Numbers; NumPy writes an empty list of anything as no float64.</summary>
    public void Attribute(string name, ReadOnlySpan<double> values)
    {
        var block = new BlockWriter();
        foreach (var value in values) block.Int64(BitConverter.DoubleToInt64Bits(value));
        Add(new(name, DatatypeWriter.Number(Hdf5Type.Float64), DataspaceWriter.Simple([values.Length]), block.ToArray(), null));
    }

    private void Add(AttributeNode attribute)
    {
        if (attribute.MessageLength > LargestMessage)
            throw new ArgumentException($"The attribute '{attribute.Name}' of {Path} takes {attribute.MessageLength:N0} bytes in the object's header; at most {LargestMessage:N0} fit. Split it.");
        if (!_attributes.TryAdd(attribute.Name, attribute)) throw new ArgumentException($"{Path} has an attribute '{attribute.Name}' already.");
    }
}

/// <summary>An attribute: either its encoded elements, or texts for the global heap.</summary>
internal sealed record AttributeNode(string Name, byte[] Type, byte[] Space, byte[]? Data, IReadOnlyList<string>? Texts)
{
    private const int HeapReference = 16;

    public int DataLength => Data?.Length ?? Texts!.Count * HeapReference;

    public int MessageLength => 9 + Encoding.UTF8.GetByteCount(Name) + 1 + Type.Length + Space.Length + DataLength;
}
