using TfExplain.Imaging;
using TfExplain.Training;

namespace TfExplain.Data;

/// <summary>Finds the pictures below a folder.</summary>
internal static class ImageFolderFiles
{
    private const int MaxDepth = 32, MaxListed = 20;

    private static readonly string[] Claims = [".png", ".jpg", ".jpeg", ".bmp", ".ppm", ".pgm", ".pbm", ".pnm", ".gif", ".webp", ".tif", ".tiff", ".avif", ".heic"];

    public static IReadOnlyList<string> Classes(string path)
    {
        if (!Directory.Exists(path)) throw new DatasetException($"{path}: expected a folder with a sub-folder for each class; found {(File.Exists(path) ? "a file" : "nothing of that name")}.");
        string[] classes = [.. Directory.EnumerateDirectories(path).Select(folder => Path.GetFileName(folder)).Where(Visible).Order(StringComparer.Ordinal)];
        return classes.Length > 0 ? classes : throw new DatasetException($"{path}: expected a sub-folder for each class; found none.");
    }

    /// <summary>The files in the order of the classes, and the class of each.</summary>
    public static (string[] Files, int[] Labels) Find(string path, IReadOnlyList<string> classes)
    {
        List<string> files = [], wrong = [];
        List<int> labels = [];
        for (var label = 0; label < classes.Count; label++)
        {
            var folder = Path.Combine(path, classes[label]);
            if (!Directory.Exists(folder)) throw new DatasetException($"{path}: expected a sub-folder for the class '{classes[label]}'; found none.{Suggestion.For(classes[label], Classes(path))}");
            Find(folder, 0, files, wrong);
            while (labels.Count < files.Count) labels.Add(label);
        }
        if (wrong.Count > 0)
            throw new DatasetException($"{path}: expected PNG, JPEG, BMP or PNM pictures; {wrong.Count} files are none:{string.Concat(wrong.Take(MaxListed).Select(line => "\n  " + line))}{(wrong.Count > MaxListed ? $"\n  and {wrong.Count - MaxListed} more" : "")}\nConvert or remove them.");
        return files.Count > 0 ? ([.. files], [.. labels]) : throw new DatasetException($"{path}: expected pictures in the folders of the classes {string.Join(", ", classes.Take(10))}; found none.");
    }

    // Depth first with a folder's own files before those of its sub-folders; a chain of links could go on for ever.
    private static void Find(string folder, int depth, List<string> files, List<string> wrong)
    {
        if (depth > MaxDepth) throw new DatasetException($"{folder}: expected at most {MaxDepth} folders in one another; does a link lead back to where it is?");
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => Visible(Path.GetFileName(file))).Order(StringComparer.Ordinal))
        {
            var problem = Problem(file, out var isPicture);
            if (problem is not null) wrong.Add($"{file}: {problem}");
            if (isPicture) files.Add(file);
        }
        foreach (var inner in Directory.EnumerateDirectories(folder).Where(inner => Visible(Path.GetFileName(inner))).Order(StringComparer.Ordinal)) Find(inner, depth + 1, files, wrong);
    }

    private static string? Problem(string file, out bool isPicture)
    {
        isPicture = false;
        try
        {
            Span<byte> head = stackalloc byte[16];
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            isPicture = Image.CanLoad(head[..length]);
            return isPicture || !Claims.Contains(Path.GetExtension(file).ToLowerInvariant()) ? null : length == 0 ? "the file is empty" : $"begins with {Convert.ToHexString(head[..Math.Min(length, 8)])}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static bool Visible(string name) => !name.StartsWith('.');
}
