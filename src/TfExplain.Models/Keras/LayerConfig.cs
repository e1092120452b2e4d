using System.Globalization;
using System.Text.Json;
using TfExplain.Engine;

namespace TfExplain.Models.Keras;

/// <summary>The stored configuration of one layer, read with its framework's defaults.</summary>
public sealed class LayerConfig
{
    private const int LargestWindow = 1 << 15;
    private readonly JsonElement _config;

    internal LayerConfig(string className, JsonElement config, KerasOptions options)
    {
        ClassName = className;
        _config = config;
        Options = options;
    }

    /// <summary>The Keras class, e.g. <c>Conv2D</c>.</summary>
    public string ClassName { get; }

    /// <summary>The layer's name.</summary>
    public string Name => String("name", ClassName);

    /// <summary>What the reader was told: its registered layers and activations.</summary>
    public KerasOptions Options { get; }

    /// <summary>The stored value, or null when it is absent or JSON null.</summary>
    public JsonElement? Find(string name) =>
        _config.ValueKind == JsonValueKind.Object && _config.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A whole number.</summary>
    public int Int(string name, int? otherwise = null) => Find(name) is { } value ? value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && Math.Abs(number) <= int.MaxValue
        ? (int)number
        : throw Wrong(name, "a whole number", value) : otherwise ?? throw Missing(name);

    /// <summary>A number.</summary>
    public float Float(string name, float? otherwise = null) => Find(name) is { } value ? Number(name, value) : otherwise ?? throw Missing(name);

    /// <summary>A truth value.</summary>
    public bool Bool(string name, bool otherwise) => Find(name) is { } value ? value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false", value),
    } : otherwise;

    /// <summary>A text.</summary>
    public string String(string name, string? otherwise = null) => Find(name) is { } value
        ? value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(name, "a text", value)
        : otherwise ?? throw Missing(name);

    /// <summary>Whole numbers; a single number stands for <paramref name="count"/> equal ones.</summary>
    public Ints Ints(string name, int count = 0, int? otherwise = null)
    {
        if (Find(name) is not { } value) return otherwise is { } number ? Engine.Ints.Repeat(number, count) : throw Missing(name);
        if (value.ValueKind == JsonValueKind.Number) return Engine.Ints.Repeat(Int(name), Math.Max(count, 1));
        if (value.ValueKind != JsonValueKind.Array) throw Wrong(name, "whole numbers", value);
        var items = value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var n) ? n : throw Wrong(name, "whole numbers", value)).ToArray();
        if (count > 0 && items.Length != count) throw Wrong(name, $"{count} whole numbers", value);
        return Engine.Ints.Create(items);
    }

    /// <summary>A whole number of 1 or more.</summary>
    public int Count(string name, int? otherwise = null) => Int(name, otherwise) is >= 1 and var count ? count : throw Wrong(name, "a whole number of 1 or more", Find(name)!.Value);

    /// <summary>The extents or steps of windows, one per spatial axis, each from 1 to 32768: products of two stay within 32 bits.</summary>
    public Ints Extents(string name, int count, int? otherwise = null)
    {
        var extents = Ints(name, count, otherwise);
        return extents.All(e => e is >= 1 and <= LargestWindow) ? extents : throw Wrong(name, $"whole numbers from 1 to {LargestWindow}", Find(name)!.Value);
    }

    /// <summary>Numbers in a list, nested lists flattened; one number is a list of one.</summary>
    public float[] Floats(string name) => Find(name) is { } value ? [.. Flatten(name, value)] : throw Missing(name);

    /// <summary>The window padding <c>valid</c>, <c>same</c> or <c>causal</c>.</summary>
    public Engine.Operations.Padding Padding(string name = "padding") => String(name, "valid").ToLowerInvariant() switch
    {
        "valid" => Engine.Operations.Padding.Valid,
        "same" => Engine.Operations.Padding.Same,
        "causal" => Engine.Operations.Padding.Causal,
        var other => throw new ModelFormatException($"Layer '{Name}' ({ClassName}): padding '{other}' is not known; expected valid, same or causal."),
    };

    /// <summary>Whether channels come before the spatial axes.</summary>
    public bool ChannelsFirst => String("data_format", "channels_last") == "channels_first";

    /// <summary>An activation function by name or configuration.</summary>
    public Activation Activation(string name, string otherwise = "linear") => Options.Activation(Find(name), otherwise);

    /// <summary>A layer stored inside this one's configuration.</summary>
    public Layer Layer(string name) => Find(name) is { } value ? Options.Read(value) : throw Missing(name);

    /// <summary>An error about this layer.</summary>
    public ModelFormatException Error(string message) => new($"Layer '{Name}' ({ClassName}): {message}");

    private static IEnumerable<float> Flatten(string name, JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().SelectMany(item => Flatten(name, item))
        : value.ValueKind == JsonValueKind.Object && value.TryGetProperty("config", out var config) && config.TryGetProperty("value", out var inner)
            ? Flatten(name, inner)
            : [value.ValueKind == JsonValueKind.Number ? value.GetSingle() : throw new ModelFormatException($"'{name}' should hold numbers; found {value.GetRawText()}.")];

    private float Number(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetSingle(),
        JsonValueKind.String when float.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        // Keras 3 wraps NumPy scalars: {"class_name": "__numpy__", "config": {"value": 6.0, ...}}.
        JsonValueKind.Object when value.TryGetProperty("config", out var config) && config.TryGetProperty("value", out var inner) => Number(name, inner),
        JsonValueKind.Object when value.TryGetProperty("value", out var inner) => Number(name, inner),
        _ => throw Wrong(name, "a number", value),
    };

    private ModelFormatException Missing(string name) => Error($"the configuration has no '{name}'.");

    private ModelFormatException Wrong(string name, string expected, JsonElement found)
    {
        var text = found.GetRawText();
        return Error($"'{name}' should be {expected}; found {(text.Length > 80 ? text[..80] + "..." : text)}.");
    }
}
