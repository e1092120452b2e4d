using System.Text;

namespace TfExplain.Models.Hdf5;

/// <summary>The links of one group in the order that h5py lists them: of creation where that is tracked, else by name.</summary>
internal sealed class GroupLinks
{
    private readonly Dictionary<string, Link> byName = [];

    private GroupLinks(IEnumerable<Link> links)
    {
        // Only a damaged group repeats a name; what the first one points at stays reachable.
        foreach (var link in links)
            if (byName.TryAdd(link.Name, link))
                Names.Add(link.Name);
    }

    public List<string> Names { get; } = [];

    public Link? Find(string name) => byName.GetValueOrDefault(name);

    public static bool IsGroup(ObjectHeader header) =>
        header.Find(MessageType.SymbolTable) is not null || header.Find(MessageType.LinkInfo) is not null || header.Find(MessageType.Link) is not null;

    public static GroupLinks Read(FileSpace space, ObjectHeader header)
    {
        if (header.Find(MessageType.SymbolTable) is { } table)
        {
            var reader = table.Open(space);
            return new GroupLinks(Sorted(SymbolTable.Read(space, reader.ReadAddress(), reader.ReadAddress())));
        }
        var links = header.Messages.Where(m => m.Type == MessageType.Link).Select(m => Link.Read(m.Open(space))).ToList();
        var ordered = false;
        if (header.Find(MessageType.LinkInfo) is { } info)
        {
            var dense = DenseStorage.Read(info.Open(space), 8, "link info message");
            ordered = dense.Ordered;
            links.AddRange(dense.Records(space, 5, 4).Select(Link.Read));
        }
        return new GroupLinks(ordered ? links.OrderBy(l => l.CreationOrder) : Sorted(links));
    }

    private static IEnumerable<Link> Sorted(IEnumerable<Link> links) =>
        links.OrderBy(l => Encoding.UTF8.GetBytes(l.Name), Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
}
