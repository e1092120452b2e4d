using System.Text;
using System.Text.Json;

namespace TfExplain.Models.Keras;

/// <summary>The JSON that describes a model's layers, as <c>model.to_json()</c> writes it.</summary>
internal static class Architecture
{
    private const int DeepestJson = 256;
    private const long LargestFile = 256 << 20;

    /// <param name="json">UTF-8 text.</param>
    /// <param name="source">Where it stands, for messages.</param>
    /// <exception cref="ModelFormatException">It is not JSON, or nested too deeply.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json, string source)
    {
        if (json.Span.StartsWith(Encoding.UTF8.Preamble)) json = json[3..];
        try
        {
            return JsonDocument.Parse(json, new() { MaxDepth = DeepestJson });
        }
        catch (JsonException) when (Quoted(json.Span) is { } standard)
        {
            return Parse(standard, source);
        }
        catch (JsonException e)
        {
            throw new ModelFormatException($"{source} is not readable JSON: {e.Message}", e);
        }
    }

    /// <summary>
    /// The same text with Python's numbers NaN, Infinity and -Infinity, which JSON lacks, in quotes, as layers accept them; null where there are none.
    /// </summary>
    private static byte[]? Quoted(ReadOnlySpan<byte> json)
    {
        var (result, inText, found) = (new List<byte>(json.Length + 64), false, false);
        for (var i = 0; i < json.Length; i++)
        {
            var name = inText ? 0 : json[i..].StartsWith("-Infinity"u8) ? 9 : json[i..].StartsWith("Infinity"u8) ? 8 : json[i..].StartsWith("NaN"u8) ? 3 : 0;
            if (name > 0)
            {
                result.AddRange([(byte)'"', .. json.Slice(i, name), (byte)'"']);
                (i, found) = (i + name - 1, true);
                continue;
            }
            if (json[i] == '"') inText = !inText;
            result.Add(json[i]);
            // An escaped quote does not end the text.
            if (inText && json[i] == '\\' && i + 1 < json.Length) result.Add(json[++i]);
        }
        return found ? [.. result] : null;
    }

    public static JsonDocument ReadFile(string path)
    {
        var length = new FileInfo(path).Length;
        return length <= LargestFile
            ? Parse(File.ReadAllBytes(path), path)
            : throw new ModelFormatException($"{path} has {length:N0} bytes; an architecture has at most {LargestFile:N0}.");
    }

    /// <summary>The architecture for a file of weights: the one that was named, or one beside it.</summary>
    /// <exception cref="ModelFormatException">There is none.</exception>
    public static JsonDocument ForWeights(string weightsPath, LoadOptions options)
    {
        if (options.ConfigPath is { } given) return ReadFile(given);
        var stem = Path.GetFileName(weightsPath);
        foreach (var ending in (ReadOnlySpan<string>)[".h5", ".hdf5", ".keras", ".json", ".weights"])
            if (stem.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) stem = stem[..^ending.Length];
        string[] names = [$"{stem}.config.json", $"{stem}.json"];
        foreach (var name in names)
        {
            var path = Path.Combine(Path.GetDirectoryName(weightsPath) ?? "", name);
            if (name != Path.GetFileName(weightsPath) && File.Exists(path)) return ReadFile(path);
        }
        throw new ModelFormatException(
            $"the file holds weights but no architecture (no attribute 'model_config'); write it with model.to_json() and name it with LoadOptions.ConfigPath, or put it beside the weights as {string.Join(" or ", names)}.");
    }
}
