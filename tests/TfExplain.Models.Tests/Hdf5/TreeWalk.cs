using TfExplain.Models.Hdf5;

namespace TfExplain.Models.Tests.Hdf5;

/// <summary>Every object of a file once, without recursion.</summary>
internal static class TreeWalk
{
    public static IEnumerable<Hdf5Object> Objects(Hdf5File file)
    {
        var seen = new HashSet<long> { file.Root.Offset };
        var open = new Stack<Hdf5Group>([file.Root]);
        while (open.TryPop(out var group))
        {
            yield return group;
            foreach (var name in group.Names)
            {
                if (group.Links.Find(name)!.Header < 0)
                    continue;
                // A damaged name may hold a slash and so lead elsewhere.
                if (!group.TryGet(name, out var child) || !seen.Add(child.Offset))
                    continue;
                if (child is Hdf5Group inner)
                    open.Push(inner);
                else
                    yield return child;
            }
        }
    }

    /// <summary>Reads all attributes and data in the way that suits their types.</summary>
    public static void ReadEverything(Hdf5File file)
    {
        foreach (var item in Objects(file))
        {
            foreach (var attribute in item.Attributes.Values)
                Read(attribute.Type, attribute.ReadStrings, attribute.ReadSingles, attribute.ReadBytes);
            if (item is Hdf5Dataset data)
                Read(data.Type, data.ReadStrings, data.ReadSingles, data.ReadBytes);
        }
    }

    private static void Read(string type, Func<string[]> strings, Func<float[]> numbers, Func<byte[]> bytes)
    {
        if (type.StartsWith("string", StringComparison.Ordinal))
            strings();
        else if (type[0] is '<' or '>' or '|' or 'b' or 'e')
            numbers();
        else
            bytes();
    }
}
