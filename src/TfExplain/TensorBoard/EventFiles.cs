namespace TfExplain.TensorBoard;

/// <summary>Finds event files: those whose name holds <c>tfevents</c>, as TensorBoard does.</summary>
public static class EventFiles
{
    private const string Mark = "tfevents";
    private const int MaximumDepth = 32;

    /// <summary>
    /// The event files below a folder in the order of their paths, each with its path relative to the folder; or the file itself.
    /// Linked folders are not entered, nor more than 32 folders deep.
    /// </summary>
    /// <exception cref="IOException">There is no such file or folder, or a folder cannot be read.</exception>
    public static IReadOnlyList<(string Path, string Name)> Find(string path)
    {
        if (File.Exists(path)) return [(path, System.IO.Path.GetFileName(path))];
        if (!Directory.Exists(path)) throw new DirectoryNotFoundException($"There is no event file or folder '{path}'.");
        var found = new List<(string, string)>();
        Collect(path, "", MaximumDepth, found);
        return found;
    }

    private static void Collect(string folder, string prefix, int depth, List<(string, string)> found)
    {
        // The folder's own files first, then folder by folder: the order of a walk through sorted names.
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var name = System.IO.Path.GetFileName(file);
            if (name.Contains(Mark, StringComparison.Ordinal)) found.Add((file, prefix + name));
        }
        if (depth == 0) return;
        foreach (var inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            if (new DirectoryInfo(inner).LinkTarget is null) Collect(inner, $"{prefix}{System.IO.Path.GetFileName(inner)}/", depth - 1, found);
    }
}
