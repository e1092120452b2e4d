using System.Text.Json;
using TfExplain.Models.Hdf5;

namespace TfExplain.Models.Keras;

/// <summary>Keras 3's weights in several HDF5 files: an index tells which of them hold each group of variables.</summary>
internal sealed class ShardedWeights : IDisposable
{
    private readonly Dictionary<string, List<string>> _map = [];
    private readonly Dictionary<string, Hdf5File> _files = [];
    private readonly Func<string, Hdf5File> _open;

    /// <summary>Reads the index <c>{"weight_map": {"/layers/conv2d/vars": "file" or ["file", ...]}}</c>; <paramref name="open"/> opens a shard by its name.</summary>
    public ShardedWeights(JsonElement index, Func<string, Hdf5File> open)
    {
        _open = open;
        if (!IsIndex(index)) throw new ModelFormatException("the index of the weights has no object 'weight_map'.");
        foreach (var item in index.GetProperty("weight_map").EnumerateObject())
        {
            List<JsonElement> names = item.Value.ValueKind == JsonValueKind.Array ? [.. item.Value.EnumerateArray()] : [item.Value];
            if (names.Exists(n => n.ValueKind != JsonValueKind.String)) throw new ModelFormatException($"the index of the weights should name the file of {item.Name}; found {item.Value.GetRawText()}.");
            _map[item.Name.Trim('/')] = [.. names.Select(n => n.GetString()!)];
        }
    }

    public static bool IsIndex(JsonElement json) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("weight_map", out var map) && map.ValueKind == JsonValueKind.Object;

    /// <summary>The length of all shards together.</summary>
    public long Length(Func<string, string> path) => _map.Values.SelectMany(names => names).Distinct().Select(name => new FileInfo(path(name))).Where(file => file.Exists).Sum(file => file.Length);

    public Hdf5Group? Find(string path)
    {
        foreach (var name in _map.GetValueOrDefault(path, []))
            if (File(name).Root.TryGet(path, out var group)) return group as Hdf5Group;
        return null;
    }

    public void Dispose()
    {
        foreach (var file in _files.Values) file.Dispose();
    }

    private Hdf5File File(string name)
    {
        if (_files.TryGetValue(name, out var known)) return known;
        if (name.Length == 0 || name != Path.GetFileName(name) || name.Contains('\\', StringComparison.Ordinal))
            throw new ModelFormatException($"the index of the weights names the file '{name}'; expected the plain name of a file beside it.");
        return _files[name] = _open(name);
    }
}
