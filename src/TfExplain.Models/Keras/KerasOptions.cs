using System.Collections.Immutable;
using System.Text.Json;
using TfExplain.Engine;

namespace TfExplain.Models.Keras;

/// <summary>Makes a layer from its stored configuration.</summary>
public delegate Layer LayerReader(LayerConfig config);

/// <summary>An activation function: adds its operations behind a value.</summary>
public delegate Node Activation(LayerCall call, Node x);

/// <summary>The layer classes, functions and activations that a Keras reader knows; add your own with <see cref="With(string, LayerReader)"/>.</summary>
public sealed record KerasOptions
{
    private ImmutableDictionary<string, LayerReader> Layers { get; init; } = KerasLayers.All;

    private ImmutableDictionary<string, Activation> Activations { get; init; } = KerasActivations.All;

    /// <summary>Everything that is built in.</summary>
    public static KerasOptions Default { get; } = new();

    /// <summary>The same with one more layer class, or another reader for a known one.</summary>
    public KerasOptions With(string className, LayerReader reader) => this with { Layers = Layers.SetItem(className, reader) };

    /// <summary>The same with one more activation function.</summary>
    public KerasOptions WithActivation(string name, Activation activation) => this with { Activations = Activations.SetItem(name, activation) };

    /// <summary>The same with the functions of the Keras that wrote a file: <c>hard_sigmoid</c> is min(max(0.2 x + 0.5, 0), 1) in Keras 1 and 2.</summary>
    internal KerasOptions ForVersion(string? version)
    {
        if (version is not ['1' or '2', ..]) return this;
        var isBuiltIn = Activations["hard_sigmoid"] == KerasActivations.All["hard_sigmoid"];
        return this with { IsKeras2 = true, Activations = isBuiltIn ? Activations.SetItem("hard_sigmoid", KerasActivations.HardSigmoid2) : Activations };
    }

    /// <summary>The same with the functions of Keras 3.</summary>
    internal KerasOptions ForKeras3() => !IsKeras2 ? this : this with
    {
        IsKeras2 = false,
        Activations = Activations["hard_sigmoid"] == KerasActivations.HardSigmoid2 ? Activations.SetItem("hard_sigmoid", KerasActivations.All["hard_sigmoid"]) : Activations,
    };

    /// <summary>Whether Keras 1 or 2 wrote the file.</summary>
    internal bool IsKeras2 { get; private init; }

    /// <summary>Whether a layer class is known.</summary>
    public bool Knows(string className) => Layers.ContainsKey(className);

    /// <summary>Makes the layer that a stored object (<c>class_name</c>, <c>config</c>) describes.</summary>
    /// <exception cref="UnsupportedLayerException">The class, or a function inside, is not supported.</exception>
    public Layer Read(JsonElement stored)
    {
        var className = ClassName(stored);
        var config = stored.TryGetProperty("config", out var value) ? value : default;
        var layerConfig = new LayerConfig(className, config, this);
        if (className == "Lambda")
            throw new UnsupportedLayerException(layerConfig.Name, className, "a Lambda layer holds Python code, which is never run; replace it by a layer or by keras.ops");
        if (KerasGraph.IsModel(className)) return new NestedModel(stored, this) { IsTrainable = layerConfig.Bool("trainable", true) };
        if (!Layers.TryGetValue(Qualified(stored, className), out var reader))
            throw new UnsupportedLayerException(layerConfig.Name, className, "this class is not known; register it with KerasOptions.With");
        return reader(layerConfig) with
        {
            IsTrainable = layerConfig.Bool("trainable", true),
            ActivityRegularizer = layerConfig.Find("activity_regularizer") is { } cost ? new(cost, IsKeras2) : null,
        };
    }

    /// <summary>The activation that a stored name or object describes.</summary>
    /// <exception cref="UnsupportedLayerException">It is not known.</exception>
    public Activation Activation(JsonElement? stored, string otherwise)
    {
        if (stored is not { } value) return Named(otherwise);
        if (value.ValueKind == JsonValueKind.String) return Named(value.GetString()!);
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("class_name", out _))
        {
            var className = ClassName(value);
            // A registered function: {"class_name": "function", "config": "relu6"}.
            if (className == "function" && value.TryGetProperty("config", out var name) && name.ValueKind == JsonValueKind.String) return Named(name.GetString()!);
            if (Activations.TryGetValue(className, out var known)) return known;
            if (!Knows(className)) throw new UnsupportedLayerException(className, "activation", "this activation function is not known; register it with KerasOptions.WithActivation");
            var layer = Read(value);
            return (call, x) => call.Call(layer, x);
        }
        throw new ModelFormatException($"An activation should be a name or an object; found {value.GetRawText()}.");
    }

    internal static string ClassName(JsonElement stored) =>
        stored.ValueKind == JsonValueKind.Object && stored.TryGetProperty("class_name", out var name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()!
            : throw new ModelFormatException("A stored layer has no 'class_name'.");

    /// <summary>keras.ops nodes share class names with layers (<c>Add</c>, <c>Softmax</c>); their module tells them apart.</summary>
    private static string Qualified(JsonElement stored, string className) => IsOperator(stored) ? $"ops.{className}" : className;

    internal static bool IsOperator(JsonElement stored)
    {
        if (stored.TryGetProperty("module", out var module) && module.ValueKind == JsonValueKind.String) return module.GetString()!.StartsWith("keras.src.ops", StringComparison.Ordinal);
        // A whole-model .h5 of Keras 3 stores no module; every layer in it says whether it is trainable, a function does not.
        return stored.TryGetProperty("inbound_nodes", out var calls) && calls.ValueKind == JsonValueKind.Array && calls.GetArrayLength() > 0 && calls[0].ValueKind == JsonValueKind.Object
            && stored.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object && !config.TryGetProperty("trainable", out _);
    }

    private Activation Named(string name) => Activations.TryGetValue(name, out var activation)
        ? activation
        : throw new UnsupportedLayerException(name, "activation", "this activation function is not known; register it with KerasOptions.WithActivation");
}
