using System.Diagnostics.CodeAnalysis;

namespace TfExplain.Models.Hdf5;

/// <summary>A group: names that link to groups, data sets and named types.</summary>
public sealed class Hdf5Group : Hdf5Object
{
    // Enough for any sensible chain; a cycle of soft links exceeds it at once.
    private const int MaxSoftLinks = 64;

    internal Hdf5Group(FileSpace space, ObjectHeader header, string path)
        : base(space, header, path)
    {
    }

    /// <summary>The names of all links, dangling ones too: in order of creation where the file tracks it, else by name.</summary>
    /// <exception cref="Hdf5Exception">The group is damaged.</exception>
    public IReadOnlyList<string> Names => Links.Names;

    internal GroupLinks Links => Space.Groups.GetOrAdd(Header.Position, static (_, group) => GroupLinks.Read(group.Space, group.Header), this);

    /// <summary>The object at a path such as <c>conv1/kernel:0</c>, relative to this group or from the root with a leading <c>/</c>.</summary>
    /// <exception cref="Hdf5Exception">There is no such object, or a link on the way cannot be followed.</exception>
    public Hdf5Object this[string path] =>
        TryGet(path, out var found) ? found : throw Space.Error(Header.Position, $"{Path} has no member {path}; it has {Listing()}.");

    /// <summary>The group at a path.</summary>
    /// <exception cref="Hdf5Exception">There is no such object, or it is not a group.</exception>
    public Hdf5Group GetGroup(string path) => this[path] is var found && found is Hdf5Group group ? group : throw WrongKind(found, "a group");

    /// <summary>The data set at a path.</summary>
    /// <exception cref="Hdf5Exception">There is no such object, or it is not a data set.</exception>
    public Hdf5Dataset GetDataset(string path) => this[path] is var found && found is Hdf5Dataset data ? data : throw WrongKind(found, "a data set");

    /// <summary>Finds the object at a path, following hard and soft links; false when a name on the way does not exist.</summary>
    /// <exception cref="Hdf5Exception">Soft links form a cycle, a link leads out of the file, or an object on the way is damaged.</exception>
    public bool TryGet(string path, [NotNullWhen(true)] out Hdf5Object? found)
    {
        ArgumentNullException.ThrowIfNull(path);
        found = null;
        Hdf5Object current = this;
        var parts = new Stack<string>();
        var softLinks = 0;
        Enter(path);
        while (parts.TryPop(out var name))
        {
            if (current is not Hdf5Group group || group.Links.Find(name) is not { } link)
                return false;
            if (link.Foreign is not null)
                throw Space.Error(group.Header.Position, $"the link {Join(group, name)} leads to {link.Foreign}; links out of the file are not followed.");
            if (link.SoftTarget is null)
            {
                current = Open(Space, link.Header, Join(group, name));
                continue;
            }
            if (++softLinks > MaxSoftLinks)
                throw Space.Error(group.Header.Position, $"more than {MaxSoftLinks} soft links lead from {path}, the last one {Join(group, name)} to {link.SoftTarget}; they form a cycle.");
            Enter(link.SoftTarget);
        }
        found = current;
        return true;

        void Enter(string target)
        {
            if (target.StartsWith('/'))
                current = Open(Space, Space.Superblock.RootHeader, "/");
            foreach (var part in target.Split('/').Reverse())
                if (part is not ("" or "."))
                    parts.Push(part);
        }
    }

    private static string Join(Hdf5Group group, string name) => group.Path == "/" ? "/" + name : $"{group.Path}/{name}";

    private Hdf5Exception WrongKind(Hdf5Object found, string expected) => Space.Error(
        found.Offset, $"expected {found.Path} to be {expected}, found {(found is Hdf5Group ? "a group" : found is Hdf5Dataset ? "a data set" : "a named type")}.");

    private string Listing()
    {
        const int shown = 20;
        return Names.Count == 0 ? "none" : string.Join(", ", Names.Take(shown)) + (Names.Count > shown ? $" and {Names.Count - shown} more" : "");
    }
}
