using System.IO.Enumeration;

namespace TfExplain.Cli;

/// <summary>Finds the files that IMAGES names.</summary>
internal static class InputFiles
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".bmp", ".pnm", ".ppm", ".pgm", ".npy", ".npz"];

    /// <summary>Every file once, in the order given; those of a folder or pattern by name.</summary>
    /// <exception cref="IOException">Something named is not there, or a folder or pattern names no image.</exception>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> given)
    {
        var found = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in given)
            foreach (var file in One(name))
                if (seen.Add(Path.GetFullPath(file))) found.Add(file);
        return found;
    }

    private static IReadOnlyList<string> One(string given)
    {
        if (File.Exists(given)) return [given];
        if (Directory.Exists(given))
        {
            var files = Directory.EnumerateFiles(given).Where(IsImage).Order(StringComparer.Ordinal).ToList();
            return files.Count > 0 ? files : throw new FileNotFoundException($"The folder '{given}' holds no images ({string.Join(", ", Extensions)}).");
        }
        if (given.AsSpan().IndexOfAny('*', '?') < 0) throw new FileNotFoundException($"There is no file or folder '{given}'.{Nearest(given)}");
        var matches = Matching(given).Where(IsImage).Order(StringComparer.Ordinal).ToList();
        return matches.Count > 0 ? matches : throw new FileNotFoundException($"The pattern '{given}' matches no image.");
    }

    private static bool IsImage(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static string Nearest(string given)
    {
        var folder = Path.GetDirectoryName(given) is { Length: > 0 } parent ? parent : ".";
        return Directory.Exists(folder) ? Suggestion.For(Path.GetFileName(given), Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f))) : "";
    }

    /// <summary>The files of a pattern with * and ? in any part, and ** for any depth.</summary>
    private static IEnumerable<string> Matching(string pattern)
    {
        var parts = pattern.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        IEnumerable<string> folders = [Path.IsPathRooted(pattern) ? Path.GetPathRoot(pattern)! : ""];
        foreach (var part in parts[..^1])
        {
            if (part.Length == 0) continue;
            folders = part switch
            {
                "**" => folders.SelectMany(f => new[] { f }.Concat(Directory.EnumerateDirectories(Here(f), "*", SearchOption.AllDirectories).Select(Clean))),
                _ when part.AsSpan().IndexOfAny('*', '?') >= 0 => folders.SelectMany(f => Directory.EnumerateDirectories(Here(f)).Where(d => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(d))).Select(Clean)),
                _ => folders.Select(f => Path.Combine(f, part)).Where(Directory.Exists),
            };
        }
        return folders.SelectMany(f => Directory.EnumerateFiles(Here(f)).Where(file => FileSystemName.MatchesSimpleExpression(parts[^1], Path.GetFileName(file))).Select(Clean));

        static string Here(string folder) => folder.Length == 0 ? "." : folder;
        static string Clean(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
    }
}
