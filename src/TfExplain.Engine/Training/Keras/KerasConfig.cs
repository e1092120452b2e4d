using System.Text.Json;

namespace TfExplain.Training.Keras;

/// <summary>The <c>config</c> of a Keras object; what is absent or null has its default.</summary>
internal sealed class KerasConfig(string owner, JsonElement config)
{
    private const int LongestList = 1 << 20;

    public static KerasConfig Empty(string owner) => new(owner, default);

    public JsonElement? Find(string name) =>
        config.ValueKind == JsonValueKind.Object && config.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Whether there is a configuration at all.</summary>
    public bool Exists => config.ValueKind == JsonValueKind.Object;

    /// <summary>Whether the name is there, if only as null.</summary>
    public bool Has(string name) => config.ValueKind == JsonValueKind.Object && config.TryGetProperty(name, out _);

    public double Double(string name, double otherwise) => Find(name) is { } value ? Number(name, value) : otherwise;

    public float Float(string name, float otherwise) => Find(name) is { } value ? (float)Number(name, value) : otherwise;

    public float? FloatOrNull(string name) => Find(name) is { } value ? (float)Number(name, value) : null;

    /// <summary>A number above 0; Keras takes 0 for none.</summary>
    public float? Limit(string name) => FloatOrNull(name) is { } value && value != 0 ? value : null;

    public bool Bool(string name, bool otherwise = false) => Find(name) is not { } value ? otherwise
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(name, "true or false", value);

    public long Long(string name, long otherwise) => Find(name) is { } value ? Whole(name, value) : otherwise;

    public long Long(string name) => Find(name) is { } value ? Whole(name, value) : throw new FormatException($"{owner} lacks '{name}'.");

    public int? IntOrNull(string name) => Find(name) is not { } value ? null
        : Whole(name, value) is >= int.MinValue and <= int.MaxValue and var whole ? (int)whole : throw Wrong(name, "a whole number of 32 bits", value);

    public int Int(string name, int otherwise) => IntOrNull(name) ?? otherwise;

    public double Required(string name) => Find(name) is { } value ? Number(name, value) : throw new FormatException($"{owner} lacks '{name}'.");

    public string? Text(string name) => Find(name) is not { } value ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, "a text", value);

    /// <summary>A text that names a value of an enumeration in snake case.</summary>
    public T Choice<T>(string name, T otherwise) where T : struct, Enum
    {
        if (Text(name) is not { } text) return otherwise;
        foreach (var value in Enum.GetValues<T>())
            if (SnakeCase.Of(value.ToString()).Equals(text, StringComparison.OrdinalIgnoreCase) || value.ToString() == text) return value;
        throw Wrong(name, $"one of {string.Join(", ", Enum.GetValues<T>().Select(v => SnakeCase.Of(v.ToString())))}", Find(name)!.Value);
    }

    /// <summary>Numbers; one number stands for a list of one. Null if absent.</summary>
    public double[]? Doubles(string name) => Find(name) is { } value ? Doubles(name, value) : null;

    /// <summary>Whole numbers; null if absent.</summary>
    public long[]? Longs(string name) => Find(name) is { } value ? [.. Doubles(name, value).Select(v => v == Math.Floor(v) && Math.Abs(v) <= 1L << 53 ? (long)v : throw Wrong(name, "whole numbers", value))] : null;

    public Exception Wrong(string name, string expected, JsonElement value)
    {
        var raw = value.GetRawText();
        return new FormatException($"{owner} should have {expected} as '{name}'; it has {(raw.Length > 60 ? raw[..60] + "..." : raw)}.");
    }

    private double[] Doubles(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number) return [Number(name, value)];
        // Keras 2 stores NumPy arrays as {"type": "ndarray", "value": [...]}, Keras 3 as {"class_name": "__numpy__", "config": {"value": [...]}}.
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("config", out var inner) && inner.ValueKind == JsonValueKind.Object) value = inner;
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("value", out var items)) value = items;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > LongestList) throw Wrong(name, "numbers", value);
        return [.. value.EnumerateArray().Select(v => Number(name, v))];
    }

    private double Number(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Wrong(name, "a number", value);

    private long Whole(string name, JsonElement value) =>
        Number(name, value) is var number && number == Math.Floor(number) && Math.Abs(number) <= 1L << 53 ? (long)number : throw Wrong(name, "a whole number", value);
}
