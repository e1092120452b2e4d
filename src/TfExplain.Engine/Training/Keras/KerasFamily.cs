using System.Text.Json;
using System.Text.Json.Nodes;

namespace TfExplain.Training.Keras;

/// <summary>A family of Keras classes: their names, and their configurations in the forms of Keras 2 and 3.</summary>
internal sealed class KerasFamily<T>(string what, string module) where T : class
{
    private readonly List<KerasClass<T>> _classes = [];

    /// <summary>Adds a class; aliases are names that are not the class's own in another case.</summary>
    public KerasFamily<T> With<TClass>(string name, Func<KerasConfig, T> read, Action<TClass, JsonObject>? write = null, params string[] aliases) where TClass : T
    {
        _classes.Add(new(name, typeof(TClass), read, (value, config) => write?.Invoke((TClass)value, config), aliases));
        return this;
    }

    /// <summary>The class of a name: the class's, its snake case, or an abbreviation.</summary>
    public KerasClass<T>? Find(string name)
    {
        // Keras 2.11 and later put user classes and its own optimisers under "Custom>".
        var plain = Plain(name.StartsWith("Custom>", StringComparison.Ordinal) ? name["Custom>".Length..] : name);
        return _classes.FirstOrDefault(c => Plain(c.Name) == plain || c.Aliases.Any(a => Plain(a) == plain));
    }

    /// <summary>A class with its defaults.</summary>
    /// <exception cref="ArgumentException">There is no such class, or it has no defaults.</exception>
    public T Of(string name)
    {
        if (Find(name) is not { } known) throw new ArgumentException(Unknown(name));
        try
        {
            return known.Read(KerasConfig.Empty($"The {what} {known.Name}"));
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"{e.Message} It cannot be made from its name alone.");
        }
    }

    /// <summary>Reads <c>"name"</c> or <c>{"class_name": ..., "config": {...}}</c>.</summary>
    /// <exception cref="FormatException">The configuration is not one that is understood; the message says which part.</exception>
    public T Read(JsonElement json)
    {
        var (name, config) = Split(json);
        if (Find(name) is not { } known) throw new FormatException(Unknown(name));
        return Read(known, config);
    }

    public T Read(KerasClass<T> known, JsonElement config)
    {
        try
        {
            return known.Read(new($"The {what} {known.Name}", config));
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"The {what} {known.Name}: {e.Message}", e);
        }
    }

    /// <summary>The class's name and its configuration.</summary>
    public (string Name, JsonElement Config) Split(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) return (json.GetString()!, default);
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("class_name", out var name) && name.ValueKind == JsonValueKind.String)
        {
            if (!json.TryGetProperty("config", out var config) || config.ValueKind == JsonValueKind.Null) return (name.GetString()!, default);
            // Keras 3 stores functions as {"class_name": "function", "config": "mean_squared_error"}.
            if (config.ValueKind == JsonValueKind.String && name.GetString() is "function" or "builtin_function") return (config.GetString()!, default);
            if (config.ValueKind == JsonValueKind.Object) return (name.GetString()!, config);
        }
        var raw = json.ValueKind == JsonValueKind.Undefined ? "nothing" : json.GetRawText();
        throw new FormatException($"A{("aeio".Contains(what[0]) ? "n" : "")} {what} is a name or {{\"class_name\": ..., \"config\": {{...}}}}; found {(raw.Length > 80 ? raw[..80] + "..." : raw)}.");
    }

    /// <summary>Writes the form that Keras 2.13 and later and Keras 3 read.</summary>
    /// <exception cref="NotSupportedException">The class is not one of Keras's.</exception>
    public JsonObject Write(T value)
    {
        var known = _classes.FirstOrDefault(c => c.Type == value.GetType())
            ?? throw new NotSupportedException($"The {what} {value.GetType().Name} has no form in Keras; known are {Names}.");
        var config = new JsonObject();
        known.Write(value, config);
        return new() { ["module"] = module, ["class_name"] = known.Name, ["config"] = config, ["registered_name"] = null };
    }

    public string Unknown(string name) => $"There is no {what} '{(name.Length > 80 ? name[..80] + "..." : name)}'; known are {Names}.{(name.Length > 80 ? "" : Suggestion.For(name, _classes.SelectMany(c => c.Aliases.Append(c.Name).Append(SnakeCase.Of(c.Name)))))}";

    private string Names => string.Join(", ", _classes.Select(c => c.Name));

    private static string Plain(string name) => name.Replace("_", "").ToLowerInvariant();
}
