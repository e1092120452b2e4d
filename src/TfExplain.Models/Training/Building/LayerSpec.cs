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
    internal SymbolicTensor Value => field ??= On();

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
    public SymbolicTensor On(params IReadOnlyList<SymbolicTensor> inputs) => new LayerUse(this, inputs, LayerUse.NoKeywords).Output(0);

    /// <summary>The layer on some values, with keyword arguments such as <c>initial_state</c>, <c>mask</c> or <c>key</c>; all its outputs are wanted.</summary>
    /// <param name="inputs">The positional arguments.</param>
    /// <param name="keywords">The keyword arguments by name; several values make a list.</param>
    /// <param name="outputs">The number of outputs.</param>
    public IReadOnlyList<SymbolicTensor> On(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyDictionary<string, IReadOnlyList<SymbolicTensor>> keywords, int outputs = 1)
    {
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
