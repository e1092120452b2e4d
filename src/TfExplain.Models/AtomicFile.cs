namespace TfExplain.Models;

/// <summary>
/// Writes files so that a reader sees either the previous file or the whole new one: into a temporary file in the same folder, onto the disk, then renamed.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Replaces the file at <paramref name="path"/> by what <paramref name="write"/> gives; a symbolic link stays, its target is replaced.</summary>
    /// <exception cref="IOException">The file cannot be written; the previous one is unchanged and nothing else is left behind.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Target(path);
        // The name is always the same, so that what a killed run leaves is overwritten by the next; no loader takes it for a model.
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.saving.tmp");
        var created = false;
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                created = true;
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            if (!OperatingSystem.IsWindows() && File.Exists(target)) File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e)
        {
            if (created) Remove(temporary);
            if (e is ModelFormatException or not (IOException or UnauthorizedAccessException)) throw;
            var kept = File.Exists(target) ? "; the previous file is unchanged" : "";
            throw new IOException($"{path} could not be saved ({e.Message.TrimEnd('.')}){kept}. {Advice(e)}", e);
        }
    }

    private static string Target(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new ArgumentException("The path to save to is empty; expected a file name.", nameof(path));
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full) || Path.EndsInDirectorySeparator(full)) throw new IOException($"{path} could not be saved: this is a folder. Give the name of a file in it.");
        if (new FileInfo(full).LinkTarget is not null && File.ResolveLinkTarget(full, returnFinalTarget: true) is { } linked) full = linked.FullName;
        var folder = Path.GetDirectoryName(full);
        return Directory.Exists(folder) ? full : throw new IOException($"{path} could not be saved: the folder {folder} does not exist. Create it first.");
    }

    private static string Advice(Exception e) => e is UnauthorizedAccessException
        ? "Check that you may write to the folder and the file."
        : "Check the free space, and that no other program is saving the same file.";

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to tell; the next save overwrites this file.
        }
    }
}
