using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Models.Hdf5;

namespace TfExplain.Models.Keras;

/// <summary>Reads Keras models of every file format.</summary>
internal static class KerasFile
{
    // Weights beyond this size must be backed by the file's length: nothing real is packed 64 times smaller than its numbers.
    private const long FreeWeightBytes = 256 << 20;
    private const long MostExpansion = 64;

    public static Model Load(string path, LoadOptions options)
    {
        if (Directory.Exists(path)) throw new ModelFormatException($"{path}: this is a folder{(File.Exists(Path.Combine(path, "saved_model.pb")) ? " with a SavedModel" : "")}; expected a Keras model file.");
        try
        {
            using var file = File.OpenRead(path);
            return FileSignature.Of(file) switch
            {
                FileKind.Hdf5 => LoadHdf5(path, options),
                FileKind.Zip => LoadArchive(file, path, options),
                _ => LoadSharded(path, options),
            };
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new ModelFormatException(e.Message.StartsWith(path, StringComparison.Ordinal) ? e.Message : $"{path}: {e.Message}", e);
        }
    }

    /// <summary>Sets the weights of a model. They are read beside the present ones first, so that a file that does not fit changes nothing.</summary>
    public static void LoadWeights(Model model, string path, LoadOptions options)
    {
        var source = model.Source ?? throw new ModelFormatException($"{path}: weights can be read into models from Model.Load and Model.FromConfig only; this one was made from a graph without layers' configurations.");
        var read = KerasGraph.Build(source.Stored, source.Options).Weights;
        try
        {
            using var file = File.OpenRead(path);
            switch (FileSignature.Of(file))
            {
                case FileKind.Hdf5:
                    using (var stored = Hdf5File.Open(path)) ReadWeights(stored.Root, read, options);
                    break;
                case FileKind.Zip:
                    using (var archive = new KerasArchive(file, path)) ReadWeights(archive, read, options);
                    break;
                default:
                    using (var index = Architecture.ReadFile(path))
                    using (var shards = Shards(index.RootElement, path)) Keras3Weights.Read(shards.Find, read);
                    break;
            }
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new ModelFormatException(e.Message.StartsWith(path, StringComparison.Ordinal) ? e.Message : $"{path}: {e.Message}", e);
        }
        foreach (var (target, value) in source.Weights.All.Zip(read.All))
        {
            target.Set(value.Values);
            target.SourceName = value.SourceName;
        }
    }

    /// <summary>A model whose weights have no values yet.</summary>
    public static Model FromConfig(string json, LoadOptions options)
    {
        try
        {
            using var stored = Architecture.Parse(System.Text.Encoding.UTF8.GetBytes(json), "the architecture");
            return FromStored(stored.RootElement.Clone(), options.Keras.ForVersion(Version(stored.RootElement)));
        }
        catch (Exception e) when (IsDamage(e) && e is not ModelFormatException)
        {
            throw new ModelFormatException(e.Message, e);
        }
    }

    /// <summary>A model whose weights have no values yet.</summary>
    public static Model FromStored(JsonElement stored, KerasOptions options) => Finish(stored, KerasGraph.Build(stored, options), "model", null, options);

    /// <summary>Configurations are read by many layers, a caller's own among them: whatever a senseless value makes these throw is the file's fault.</summary>
    internal static bool IsDamage(Exception e) => e is ModelFormatException or UnsupportedLayerException or Hdf5Exception or JsonException or ShapeException or InvalidDataException or EndOfStreamException
        or ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException or KeyNotFoundException or DivideByZeroException or InvalidCastException;

    private static Model LoadHdf5(string path, LoadOptions options)
    {
        using var file = Hdf5File.Open(path);
        using var json = options.ConfigPath is null && file.Root.Attributes.TryGetValue("model_config", out var config)
            ? Architecture.Parse(System.Text.Encoding.UTF8.GetBytes(config.ReadStrings() is [var text, ..] ? text : ""), "the attribute 'model_config'")
            : Architecture.ForWeights(path, options);
        var version = file.Root.Attributes.GetValueOrDefault("keras_version")?.ReadStrings().FirstOrDefault();
        return Fill(path, json.RootElement, version, options, new FileInfo(path).Length, weights => ReadWeights(file.Root, weights, options));
    }

    private static Model LoadArchive(Stream file, string path, LoadOptions options)
    {
        using var archive = new KerasArchive(file, path);
        using var json = options.ConfigPath is { } other ? Architecture.ReadFile(other) : Architecture.Parse(archive.Config, "config.json");
        return Fill(path, json.RootElement, archive.KerasVersion, options, file.Length, weights => ReadWeights(archive, weights, options));
    }

    private static Model LoadSharded(string path, LoadOptions options)
    {
        using var index = Architecture.ReadFile(path);
        if (!ShardedWeights.IsIndex(index.RootElement))
            throw new ModelFormatException("this JSON file has no 'weight_map'; an architecture is not a model without its weights: give the weights file, and this one as LoadOptions.ConfigPath.");
        using var json = Architecture.ForWeights(path, options);
        using var shards = Shards(index.RootElement, path);
        return Fill(path, json.RootElement, null, options, shards.Length(name => Beside(path, name)), weights => Keras3Weights.Read(shards.Find, weights));
    }

    private static ShardedWeights Shards(JsonElement index, string path) => new(index, name => File.Exists(Beside(path, name))
        ? Hdf5File.Open(Beside(path, name))
        : throw new ModelFormatException($"the weights file {Beside(path, name)} does not exist."));

    private static string Beside(string path, string name) => Path.Combine(Path.GetDirectoryName(path) ?? "", name);

    private static void ReadWeights(KerasArchive archive, ModelWeights weights, LoadOptions options)
    {
        if (archive.Has("model.weights.json") && !archive.Has("model.weights.h5"))
        {
            using var index = Architecture.Parse(archive.Read("model.weights.json"), "model.weights.json");
            using var shards = new ShardedWeights(index.RootElement, archive.OpenHdf5);
            Keras3Weights.Read(shards.Find, weights);
            return;
        }
        using var stored = archive.OpenHdf5("model.weights.h5");
        ReadWeights(stored.Root, weights, options);
    }

    private static void ReadWeights(Hdf5Group root, ModelWeights weights, LoadOptions options)
    {
        if (root.TryGet("model_weights", out var inner) && inner is Hdf5Group group) root = group;
        if (root.Attributes.ContainsKey("layer_names") || root.Attributes.ContainsKey("layer_names0")) LegacyWeights.Read(root, weights, options.WeightsByName);
        else if (Keras3Weights.Recognises(root)) Keras3Weights.Read(Keras3Weights.In(root), weights);
        else throw new ModelFormatException("the file holds neither weights of Keras 2 (it has no attribute 'layer_names') nor of Keras 3 (no group 'layers').");
    }

    private static Model Fill(string path, JsonElement stored, string? version, LoadOptions options, long fileLength, Action<ModelWeights> fill)
    {
        // Weights refer to it for as long as the model lives.
        stored = stored.Clone();
        var graph = KerasGraph.Build(stored, options.Keras.ForVersion(version ?? Version(stored)));
        var bytes = graph.Weights.All.Sum(p => p.Shape.Span.ToArray().Aggregate(sizeof(float) + 0d, (product, extent) => product * extent));
        if (bytes > Math.Max(FreeWeightBytes, (double)fileLength * MostExpansion))
            throw new ModelFormatException($"the architecture declares weights of {bytes:N0} bytes; a file of {fileLength:N0} bytes cannot hold them.");
        fill(graph.Weights);
        return Finish(stored, graph, Path.GetFileNameWithoutExtension(path), path, options.Keras.ForVersion(version ?? Version(stored)));
    }

    /// <summary>The Keras that wrote an architecture: <c>to_json()</c> of Keras 2 says so.</summary>
    private static string? Version(JsonElement stored) =>
        stored.ValueKind == JsonValueKind.Object && stored.TryGetProperty("keras_version", out var version) && version.ValueKind == JsonValueKind.String ? version.GetString() : null;

    private static Model Finish(JsonElement stored, KerasGraph graph, string fallbackName, string? path, KerasOptions options)
    {
        var name = stored.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object && config.TryGetProperty("name", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : fallbackName;
        return new Model(name, new Graph(graph.Inputs, graph.Outputs, graph.Layers.SelectMany(l => l.Calls.SelectMany(c => c))), graph.Layers, graph.Weights.All, new(stored, options, graph.Weights))
        {
            SourcePath = path,
        };
    }
}
