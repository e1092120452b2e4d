using System.Text.Json.Nodes;

namespace TfExplain.Training;

/// <summary>
/// A layer for a model in code: a Keras class with its arguments, made by <see cref="Layers"/>. Calling one instance several times shares its weights.
/// The model reads it as it would read the same layer from a file.
/// </summary>
public sealed class LayerSpec
{
    private readonly JsonObject _config;

    internal LayerSpec(string className, JsonObject config, Model? model = null)
    {
        ClassName = className;
        _config = config;
        Model = model;
    }

    /// <summary>The Keras class, e.g. <c>Conv2D</c>.</summary>
    public string ClassName { get; }

    /// <summary>The layer's name, or null for one of the model's choice: <c>conv2d</c>, <c>conv2d_1</c>.</summary>
    public string? Name => _config["name"]?.GetValue<string>();

    /// <summary>An input layer's value.</summary>
    internal SymbolicTensor Value => field ??= new LayerUse(this, [], LayerUse.NoKeywords).Output(0);

    /// <summary>The model whose weights the layer takes over, if it is a model.</summary>
    internal Model? Model { get; }

    /// <summary>The same layer, a new instance, with one argument set; named as Keras names it, e.g. <c>kernel_regularizer</c>.</summary>
    public LayerSpec With(string argument, JsonNode? value)
    {
        var config = (JsonObject)_config.DeepClone();
        config[argument] = value;
        return new(ClassName, config, Model);
    }

    /// <summary>The same layer, a new instance, under a name.</summary>
    public LayerSpec Named(string name) => With("name", name);

    /// <summary>The same layer, a new instance, whose weights training leaves alone; batch normalisation then keeps its moving statistics.</summary>
    public LayerSpec Frozen() => With("trainable", false);

    /// <summary>The layer on one value, or on a list of them where it merges several.</summary>
    /// <exception cref="ArgumentException">There is no value, or the layer is an input.</exception>
    public SymbolicTensor On(params IReadOnlyList<SymbolicTensor> inputs) => On(inputs, LayerUse.NoKeywords)[0];

    /// <summary>The layer on some values, with keyword arguments such as <c>initial_state</c>, <c>mask</c> or <c>key</c>; all its outputs are wanted.</summary>
    /// <param name="inputs">The positional arguments.</param>
    /// <param name="keywords">The keyword arguments by name; several values make a list.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <exception cref="ArgumentException">There is no value, or the layer is an input.</exception>
    public IReadOnlyList<SymbolicTensor> On(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyDictionary<string, IReadOnlyList<SymbolicTensor>> keywords, int outputs = 1)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(keywords);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (ClassName == "InputLayer") throw new ArgumentException("An Input is called on no value; it is one itself.");
        if (inputs.Count == 0 && keywords.Count == 0) throw new ArgumentException($"The layer {Name ?? ClassName} is to be called on at least one value: layer.On(x).");
        if (inputs.Concat(keywords.Values.SelectMany(k => k)).Any(value => value is null)) throw new ArgumentNullException(nameof(inputs), $"A value that the layer {Name ?? ClassName} is called on is null.");
        var use = new LayerUse(this, inputs, keywords);
        return [.. Enumerable.Range(0, outputs).Select(use.Output)];
    }

    /// <summary>The configuration as Keras 3 stores it.</summary>
    internal JsonObject Stored(string name)
    {
        var config = (JsonObject)_config.DeepClone();
        config.Remove("name");
        config.Insert(0, "name", name);
        return Wrapped(ClassName, config);
    }

    /// <summary>The stored form of a layer inside of another one.</summary>
    internal JsonObject StoredInside() => Stored(Name ?? Models.Keras.SnakeCase.Of(ClassName));

    internal static JsonObject Wrapped(string className, JsonObject config) => new()
    {
        ["module"] = "keras.layers",
        ["class_name"] = className,
        ["config"] = config,
        ["registered_name"] = null,
    };
}
