using System.Numerics.Tensors;
using TfExplain.Engine;
using TfExplain.Models.Hdf5;

namespace TfExplain.Models.Keras;

/// <summary>
/// Keras 2's weights in HDF5: a group per layer, listed in order by the attribute <c>layer_names</c>, its data sets listed by <c>weight_names</c>:
/// the trainable weights first, then the others. Files are matched by position, as Keras does.
/// </summary>
internal static class LegacyWeights
{
    public static void Read(Hdf5Group group, ModelWeights weights, bool byName = false)
    {
        var stored = Strings(group, "layer_names").Select(name => (Name: name, Group: (Hdf5Group)group[name], Names: Strings((Hdf5Group)group[name], "weight_names"))).Where(l => l.Names.Count > 0).ToList();
        var layers = weights.Layers.Where(l => l.All.Any()).ToList();
        if (byName)
        {
            var named = stored.ToLookup(s => s.Name);
            stored = [.. layers.Select(l => named[l.Name].FirstOrDefault() is { Group: not null } found ? found : throw new ModelFormatException($"the file has no weights for layer '{l.Name}' ({l.ClassName}).{Suggestion.For(l.Name, named.Select(n => n.Key))}"))];
        }
        if (stored.Count != layers.Count) throw new ModelFormatException($"the file holds weights of {stored.Count} layers; the architecture has {layers.Count} layers with weights.");
        foreach (var (layer, (_, source, names)) in layers.Zip(stored))
        {
            var parameters = layer.All.Where(p => p.IsTrainable).Concat(layer.All.Where(p => !p.IsTrainable)).ToList();
            if (parameters.Count != names.Count) throw new ModelFormatException($"layer '{layer.Name}' has {parameters.Count} weights; the file holds {names.Count} ({string.Join(", ", names)}).");
            foreach (var (parameter, name) in parameters.Zip(names)) Fill(parameter, (Hdf5Dataset)source[name], name);
        }
    }

    /// <summary>Reads a data set into a weight.</summary>
    /// <param name="parameter">The weight.</param>
    /// <param name="data">Its values.</param>
    /// <param name="name">Its name in the file; the path of the data set where there is no other.</param>
    /// <exception cref="ModelFormatException">The shapes differ, or a value is not a finite number.</exception>
    public static void Fill(Parameter parameter, Hdf5Dataset data, string? name = null)
    {
        var shape = $"[{string.Join(',', data.Shape)}]";
        if (shape != parameter.Shape.ToString()) throw new ModelFormatException($"the weight '{parameter.Name}' has shape {parameter.Shape}; the file holds {shape} at {data.Path}.");
        parameter.Update(data.ReadInto);
        parameter.SourceName = name ?? data.Path;
        if (TensorPrimitives.IsFiniteAll(parameter.Values)) return;
        var values = parameter.Values;
        var index = 0;
        while (float.IsFinite(values[index])) index++;
        throw new ModelFormatException($"the weight '{parameter.Name}' ({parameter.SourceName}) holds {values[index]} at element {index}: every weight must be a finite number. Training may have diverged; save an earlier state.");
    }

    internal static List<string> Strings(Hdf5Group group, string name)
    {
        if (group.Attributes.GetValueOrDefault(name) is { } whole) return whole.Shape is [0] ? [] : [.. whole.ReadStrings()];
        var parts = new List<string>();
        for (var i = 0; group.Attributes.GetValueOrDefault($"{name}{i}") is { } part; i++) parts.AddRange(part.ReadStrings());
        return parts.Count > 0 ? parts : throw new ModelFormatException($"the group {group.Path} has no attribute '{name}'; it is not a Keras weights file.");
    }
}
