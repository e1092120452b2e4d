using System.Text;
using System.Text.Json;
using TfExplain.Engine;
using TfExplain.Models.Hdf5.Writing;

namespace TfExplain.Models.Keras.Writing;

/// <summary>Keras 2's weights in HDF5, as <see cref="LegacyWeights"/> reads them: a group per layer, the trainable weights before the others.</summary>
internal static class LegacyWeightsWriter
{
    // The size beyond which Keras splits a list of names over several attributes.
    private const int LargestAttribute = 64512, HeapReference = 16;

    public static void Write(GroupNode group, KerasSource source, string version, bool half)
    {
        // A Sequential model does not count its input among its layers.
        var layers = source.Weights.Layers.Where(l => !(source.Weights.ClassName == "Sequential" && l.ClassName == "InputLayer")).ToList();
        Names(group, "layer_names", [.. layers.Select(l => l.Name)]);
        group.Attribute("backend", "tensorflow", utf8: false);
        group.Attribute("keras_version", version, utf8: false);
        var names = LegacyNames.Of(source, version);
        foreach (var layer in layers)
        {
            var own = group.Group(layer.Name);
            var used = new HashSet<string>();
            var weights = layer.All.Where(p => p.IsTrainable).Concat(layer.All.Where(p => !p.IsTrainable)).Select(p => (Parameter: p, Name: Unused(used, names[p], p, version))).ToList();
            Names(own, "weight_names", [.. weights.Select(w => w.Name)]);
            foreach (var (parameter, name) in weights)
                WeightData.Add(own, name, parameter, half);
        }
        if (!group.Has("top_level_model_weights")) Names(group.Group("top_level_model_weights"), "weight_names", []);
    }

    /// <summary>A list of names, split as Keras splits it: into equal parts, each of which would fit if all names were as long as the longest.</summary>
    public static void Names(GroupNode group, string attribute, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            // NumPy makes float64 of an empty list.
            group.Attribute(attribute, ReadOnlySpan<double>.Empty);
            return;
        }
        // A text takes at least its place in the heap.
        var longest = Math.Max(HeapReference, names.Max(Encoding.UTF8.GetByteCount));
        if (longest > LargestAttribute) throw new ModelFormatException($"a name of {longest:N0} bytes in {group.Path} is too long for HDF5; at most {LargestAttribute:N0} fit.");
        var parts = 1;
        while ((names.Count + parts - 1L) / parts * longest > LargestAttribute) parts++;
        if (parts == 1) group.Attribute(attribute, names);
        for (int part = 0, start = 0; parts > 1 && part < parts; part++)
        {
            var count = names.Count / parts + (part < names.Count % parts ? 1 : 0);
            group.Attribute($"{attribute}{part}", [.. names.Skip(start).Take(count)]);
            start += count;
        }
    }

    private static string Unused(HashSet<string> used, string name, Parameter parameter, string version)
    {
        if (used.Add(name)) return name;
        // Two models inside one layer may name their layers alike; the whole path tells them apart.
        var whole = parameter.Name + (version.StartsWith('3') ? "" : ":0");
        return used.Add(whole) ? whole : throw new ModelFormatException($"two weights are named '{name}'.");
    }
}
