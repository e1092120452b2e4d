using TfExplain.Engine;
using TfExplain.Models.Hdf5;

namespace TfExplain.Models.Keras;

/// <summary>
/// Keras 3's weights in HDF5: the variables of each layer are numbered data sets in a group <c>vars</c>. Groups are named after the class in snake case with a
/// counter per model in layer order (<c>layers/conv2d_1/vars/0</c>), not after the layer; layers inside wrappers after the attribute that holds them.
/// </summary>
internal static class Keras3Weights
{
    // Classes that are stored under another name than that of their Python class.
    private static readonly Dictionary<string, string> s_pythonNames = new() { ["GroupQueryAttention"] = "GroupedQueryAttention" };

    /// <summary>Finds the group of a layer's variables by path (<c>layers/conv2d_1/vars</c>); null where there is none.</summary>
    public delegate Hdf5Group? Find(string path);

    public static void Read(Find find, ModelWeights weights)
    {
        foreach (var (path, layer) in Places(weights, ""))
        {
            var parameters = layer.Own.ToList();
            if (parameters.Count == 0) continue;
            var group = Group(find, path) ?? throw new ModelFormatException(
                $"layer '{layer.Path}' needs {Count(parameters.Count)} ({string.Join(", ", parameters.Select(p => $"{p.Name} {p.Shape}"))}); the file has no group {path}/vars.");
            for (var i = 0; i < parameters.Count; i++)
            {
                if (!group.TryGet($"{i}", out var data))
                    throw new ModelFormatException($"layer '{layer.Path}' needs {Count(parameters.Count)}; {group.Path} lacks the data set {i} ('{parameters[i].Name}' {parameters[i].Shape}).");
                LegacyWeights.Fill(parameters[i], data as Hdf5Dataset ?? throw new ModelFormatException($"{data.Path}, the weight '{parameters[i].Name}', should be a data set; it is a group."));
            }
            if (group.Names.Count > parameters.Count)
                throw new ModelFormatException($"layer '{layer.Path}' has {Count(parameters.Count)}; {group.Path} holds {group.Names.Count} data sets ({string.Join(", ", group.Names.Take(10))}).");
        }
    }

    /// <summary>Whether the group is the root of such a file.</summary>
    public static bool Recognises(Hdf5Group root) => root.TryGet("layers", out _) || root.TryGet("_layer_checkpoint_dependencies", out _);

    /// <summary>The group of variables at a path below a file's root.</summary>
    public static Find In(Hdf5Group root) => path => root.TryGet(path, out var group) ? group as Hdf5Group : null;

    // Keras 2.12 to 2.14 call the list of layers otherwise, and some wrappers keep the layers inside in a private attribute.
    private static Hdf5Group? Group(Find find, string path) =>
        find($"{path}/vars") ?? find($"{path.Replace("layers/", "_layer_checkpoint_dependencies/", StringComparison.Ordinal)}/vars") ?? find($"{path.Insert(path.LastIndexOf('/') + 1, "_")}/vars");

    private static string Count(int weights) => weights == 1 ? "1 weight" : $"{weights} weights";

    private static IEnumerable<(string Path, LayerWeights Weights)> Places(ModelWeights model, string path)
    {
        foreach (var (layer, name) in model.Layers.Zip(SnakeCase.Numbered(model.Layers.Select(l => s_pythonNames.GetValueOrDefault(l.ClassName, l.ClassName)))))
        {
            var place = $"{path}layers/{name}";
            foreach (var inner in layer.Model is { } nested ? Places(nested, $"{place}/") : Places(layer.Layer!, place)) yield return inner;
        }
    }

    private static IEnumerable<(string Path, LayerWeights Weights)> Places(LayerWeights layer, string path)
    {
        yield return (path, layer);
        foreach (var (name, weights) in layer.Inner)
            foreach (var place in Places(weights, $"{path}/{name}")) yield return place;
        if (layer.Model is { } nested)
            foreach (var place in Places(nested, $"{path}/")) yield return place;
    }
}
