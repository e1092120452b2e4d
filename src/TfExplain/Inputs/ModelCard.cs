using System.Text.Json;
using TfExplain.Imaging.Preprocessing;
using TfExplain.Imaging.Resampling;

namespace TfExplain;

/// <summary>
/// What a model file does not say of itself, in a side file <c>model.json</c> beside <c>model.h5</c>:
/// <c>{"preprocessing": {"mode": "tf", "crop": 0.875, "resampler": "pillow.bicubic"}, "labels": "classes.tsv", "licence": "...", "source": "..."}</c>.
/// Instead of a mode: <c>"divisor"</c>, <c>"mean"</c>, <c>"deviation"</c> (per channel: (x / divisor - mean) / deviation) and <c>"bgr"</c>.
/// </summary>
public sealed record ModelCard
{
    private const int MaxBytes = 1 << 20;

    /// <summary>How photographs become the network's input, if the card says.</summary>
    public Preprocessing? Preprocessing { get; init; }

    /// <summary>The file of class labels, if the card names one.</summary>
    public string? LabelsPath { get; init; }

    /// <summary>The licence of the weights.</summary>
    public string? Licence { get; init; }

    /// <summary>Where the weights are from.</summary>
    public string? Source { get; init; }

    /// <summary>The card beside a model file, or null if there is none; an architecture's JSON is no card.</summary>
    /// <exception cref="ModelFormatException">The card cannot be read.</exception>
    public static ModelCard? Beside(string modelPath)
    {
        var path = Path.ChangeExtension(modelPath, ".json");
        return File.Exists(path) ? Load(path) : null;
    }

    /// <summary>Reads a card; null if the file is an architecture (<c>class_name</c> or <c>config</c>).</summary>
    /// <exception cref="ModelFormatException">The file is not JSON, or holds something else than a card.</exception>
    public static ModelCard? Load(string path)
    {
        try
        {
            if (new FileInfo(path).Length is > MaxBytes and var length) throw new ModelFormatException($"{path}: expected a model card of at most {MaxBytes} bytes, found {length}.");
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw new ModelFormatException($"{path}: expected an object with 'preprocessing' or 'labels', found {root.ValueKind}.");
            if (root.TryGetProperty("class_name", out _) || root.TryGetProperty("config", out _)) return null;
            return new()
            {
                Preprocessing = root.TryGetProperty("preprocessing", out var how) ? ReadPreprocessing(how) : null,
                LabelsPath = Text(root, "labels") is { } labels ? Path.Combine(Path.GetDirectoryName(path) ?? "", labels) : null,
                Licence = Text(root, "licence"),
                Source = Text(root, "source"),
            };
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            throw new ModelFormatException($"{path}: {e.Message}", e);
        }
    }

    private static Preprocessing ReadPreprocessing(JsonElement how)
    {
        var known = new[] { "mode", "divisor", "mean", "deviation", "bgr", "crop", "resampler" };
        foreach (var property in how.EnumerateObject())
            if (!known.Contains(property.Name)) throw new ArgumentException($"'preprocessing' has no '{property.Name}'; it has {string.Join(", ", known)}.{Suggestion.For(property.Name, known)}");
        var preprocessing = Text(how, "mode") is { } mode ? Preprocessing.Named(mode) : new()
        {
            Name = "custom",
            Normalization = new()
            {
                BlueFirst = how.TryGetProperty("bgr", out var bgr) && bgr.GetBoolean(),
                Divisor = how.TryGetProperty("divisor", out var divisor) ? NonZero("divisor", divisor.GetSingle()) : 1,
                Mean = Channels(how, "mean") ?? [0, 0, 0],
                Deviation = Channels(how, "deviation") is { } deviation ? [.. deviation.Select(d => NonZero("deviation", d))] : [1, 1, 1],
            },
        };
        var crop = how.TryGetProperty("crop", out var share) ? share.GetDouble() : 1;
        if (crop is not (> 0 and <= 1)) throw new ArgumentException($"'crop' is a share in (0, 1]; found {crop}.");
        return preprocessing with { Crop = crop, Resampler = Text(how, "resampler") is { } name ? ResamplerNamed(name) : Pillow.Bicubic };
    }

    private static Resampler ResamplerNamed(string name)
    {
        Resampler[] known = [Pillow.Nearest, Pillow.Box, Pillow.Bilinear, Pillow.Hamming, Pillow.Bicubic, Pillow.Lanczos, TensorFlow.Nearest, TensorFlow.Area, TensorFlow.Bilinear(), TensorFlow.Bicubic(), OpenCv.Nearest, OpenCv.Linear, OpenCv.Cubic, OpenCv.Area];
        return Array.Find(known, r => r.Name == name)
            ?? throw new ArgumentException($"There is no resampler '{name}'; known are {string.Join(", ", known.Select(r => r.Name))}.{Suggestion.For(name, known.Select(r => r.Name))}");
    }

    private static float[]? Channels(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value)) return null;
        float[] values = [.. value.EnumerateArray().Select(v => v.GetSingle())];
        return values.Length == 3 ? values : throw new ArgumentException($"'{name}' has one number for each of 3 channels; found {values.Length}.");
    }

    private static float NonZero(string name, float value) => value != 0 && float.IsFinite(value) ? value : throw new ArgumentException($"'{name}' must not be {value}.");

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
