namespace TfExplain.Cli;

/// <summary>The folder for results; taken away again if it was created for nothing.</summary>
internal sealed class OutputFolder : IDisposable
{
    private readonly string _path;
    private readonly bool _created;

    private OutputFolder(string path, bool created) => (_path, _created) = (path, created);

    /// <summary>Creates the folder unless it is there.</summary>
    /// <exception cref="IOException">It is a file, or cannot be created; the message names it.</exception>
    public static OutputFolder Prepare(string path)
    {
        if (path.Length == 0) throw new UsageError("--out names no folder.");
        if (File.Exists(path)) throw new IOException($"The output folder '{path}' is a file; give another --out.");
        if (Directory.Exists(path)) return new(path, false);
        try
        {
            Directory.CreateDirectory(path);
            return new(path, true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The output folder '{path}' cannot be created: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        if (_created && !Directory.EnumerateFileSystemEntries(_path).Any()) Directory.Delete(_path);
    }
}
