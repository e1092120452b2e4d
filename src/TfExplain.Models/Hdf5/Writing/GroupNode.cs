namespace TfExplain.Models.Hdf5.Writing;

/// <summary>A group of a file that is going to be written. Paths with <c>/</c> lead through groups, which are made where they are missing.</summary>
internal sealed class GroupNode(string path) : ObjectNode(path)
{
    private readonly OrderedDictionary<string, ObjectNode> _links = [];

    /// <summary>The members in the order in which they were added.</summary>
    public IReadOnlyList<KeyValuePair<string, ObjectNode>> Links => _links;

    /// <summary>The group at a path below this one, made if there is none.</summary>
    /// <exception cref="ArgumentException">The path is empty, or a data set stands in the way.</exception>
    public GroupNode Group(string path)
    {
        var group = this;
        foreach (var name in Names(path)) group = group.Child(name);
        return group;
    }

    /// <summary>A new data set at a path below this one.</summary>
    /// <exception cref="ArgumentException">The path is empty, or something of that name exists.</exception>
    public DatasetNode Dataset(string path, Hdf5Type type, ReadOnlySpan<long> extents, Action<Stream> write)
    {
        var names = Names(path);
        var group = this;
        foreach (var name in names[..^1]) group = group.Child(name);
        var data = new DatasetNode(Join(group.Path, names[^1]), type, extents, write);
        if (!group._links.TryAdd(names[^1], data)) throw new ArgumentException($"{data.Path} exists already; two arrays cannot have one name.");
        return data;
    }

    /// <summary>Whether something stands at a path below this one.</summary>
    public bool Has(string path)
    {
        ObjectNode node = this;
        foreach (var name in Names(path))
        {
            if (node is not GroupNode group || !group._links.TryGetValue(name, out var next)) return false;
            node = next;
        }
        return true;
    }

    private GroupNode Child(string name)
    {
        if (!_links.TryGetValue(name, out var found)) _links[name] = found = new GroupNode(Join(Path, name));
        return found as GroupNode ?? throw new ArgumentException($"{found.Path} is an array and cannot hold others; two layers or weights have names that exclude one another.");
    }

    private static string[] Names(string path)
    {
        string[] names = [.. path.Split('/').Where(name => name is not ("" or "."))];
        return names.Length > 0 ? names : throw new ArgumentException($"'{path}' is not a name that HDF5 can store; expected letters between slashes.");
    }

    private static string Join(string group, string name) => group == "/" ? "/" + name : $"{group}/{name}";
}
