using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace TfExplain;

/// <summary>How a result was made, so that it can be made again and doubted with reason.</summary>
public sealed record Receipt
{
    /// <summary>The method's name.</summary>
    public required string Method { get; init; }

    /// <summary>The method's parameters.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Parameters { get; init; }

    /// <summary>The version of this library.</summary>
    public required string Version { get; init; }

    /// <summary>The network's name.</summary>
    public required string ModelName { get; init; }

    /// <summary>SHA-256 of the model file, or of the weights of a network without file.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Per image: its name, SHA-256 of the numbers that the network got, and the preprocessing.</summary>
    public required ImmutableArray<(string Name, string Hash, string? Preprocessing)> Inputs { get; init; }

    /// <summary>Per map: what was explained.</summary>
    public required ImmutableArray<Attribution> Maps { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Images sent forward.</summary>
    public required long Forwards { get; init; }

    /// <summary>Cotangents sent backward.</summary>
    public required long Backwards { get; init; }

    /// <summary>Wall-clock time.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Reasons, in words, not to trust a map.</summary>
    public required ImmutableArray<string> Warnings { get; init; }

    /// <summary>The receipt as JSON.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true })) Write(json);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Writes <see cref="ToJson"/> to a file, by way of a temporary name.</summary>
    public void Save(string path)
    {
        var temporary = path + ".tmp";
        try
        {
            File.WriteAllText(temporary, ToJson());
            File.Move(temporary, path, true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes the receipt as one JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("method", Method);
        json.WriteStartObject("parameters");
        foreach (var (name, value) in Parameters) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString("version", Version);
        json.WriteStartObject("model");
        json.WriteString("name", ModelName);
        json.WriteString("sha256", ModelHash);
        json.WriteEndObject();
        json.WriteStartArray("inputs");
        foreach (var (name, hash, preprocessing) in Inputs)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("sha256", hash);
            json.WriteString("preprocessing", preprocessing);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("maps");
        foreach (var map in Maps) WriteMap(json, map);
        json.WriteEndArray();
        json.WriteNumber("seed", Seed);
        json.WriteNumber("forwards", Forwards);
        json.WriteNumber("backwards", Backwards);
        json.WriteNumber("milliseconds", Math.Round(Elapsed.TotalMilliseconds, 1));
        json.WriteStartArray("warnings");
        foreach (var warning in Warnings) json.WriteStringValue(warning);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static Receipt Of(Explainer explainer, ExplainRun run, IReadOnlyList<Attribution> maps, TimeSpan elapsed) => new()
    {
        Method = explainer.Name,
        Parameters = [.. explainer.Settings],
        Version = typeof(Receipt).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        ModelName = run.Model.Name,
        ModelHash = run.Model.Hash,
        Inputs = [.. run.Images.Select(i => (i.Name, i.Hash, i.Preprocessing?.Name))],
        Maps = [.. maps],
        Seed = run.Options.Seed,
        Forwards = run.Forwards,
        Backwards = run.Backwards,
        Elapsed = elapsed,
        Warnings = [.. run.Warnings, .. maps.Where(m => m.Check is { Passed: false }).Select(m => $"{m.Check!.Name} is {m.Check.Value:G3}, more than {m.Check.Limit:G3}: do not read small differences in this map.").Distinct()],
    };

    private static void WriteMap(Utf8JsonWriter json, Attribution map)
    {
        json.WriteStartObject();
        json.WriteNumber("image", map.Image);
        if (map.Target is { } target)
        {
            json.WriteNumber("class", target.Index);
            json.WriteString("label", target.Label);
            json.WriteString("quantity", target.Quantity.ToString().ToLowerInvariant());
        }
        if (map.Layer is not null) json.WriteString("layer", map.Layer);
        if (map.Score is { } score) json.WriteNumber("score", score);
        json.WriteString("shape", map.Shape.ToString());
        if (map.Check is { } check)
        {
            json.WriteStartObject("check");
            json.WriteString("name", check.Name);
            json.WriteNumber("value", check.Value);
            json.WriteNumber("limit", check.Limit);
            json.WriteBoolean("passed", check.Passed);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
