namespace TfExplain.Training;

/// <summary>A value of a functional model in code that is not built yet: an output of a layer's use.</summary>
public sealed class SymbolicTensor
{
    internal SymbolicTensor(LayerUse use, int index) => (Use, Index) = (use, index);

    /// <summary>The value that an input layer brings in; always the same one.</summary>
    /// <exception cref="InvalidCastException">The layer is no input; say what it is called on with <see cref="LayerSpec.On(IReadOnlyList{SymbolicTensor})"/>.</exception>
    public static implicit operator SymbolicTensor(LayerSpec input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.ClassName == "InputLayer" ? input.Value : throw new InvalidCastException($"The layer {input.ClassName} is not a value; call it on one: layer.On(x).");
    }

    internal LayerUse Use { get; }

    internal int Index { get; }
}

/// <summary>One call of a layer.</summary>
internal sealed class LayerUse(LayerSpec layer, IReadOnlyList<SymbolicTensor> inputs, IReadOnlyDictionary<string, IReadOnlyList<SymbolicTensor>> keywords)
{
    public static readonly Dictionary<string, IReadOnlyList<SymbolicTensor>> NoKeywords = [];

    private readonly List<SymbolicTensor> _outputs = [];

    public LayerSpec Layer { get; } = layer;

    public IReadOnlyList<SymbolicTensor> Inputs { get; } = inputs;

    public IReadOnlyDictionary<string, IReadOnlyList<SymbolicTensor>> Keywords { get; } = keywords;

    public SymbolicTensor Output(int index)
    {
        while (_outputs.Count <= index) _outputs.Add(new(this, _outputs.Count));
        return _outputs[index];
    }
}
