using System.Collections.Concurrent;

namespace TfExplain.Cli;

/// <summary>Files that appear together: written under temporary names, renamed when all are there, deleted when anything fails. Thread-safe.</summary>
internal sealed class OutputFiles(string folder) : IDisposable
{
    private readonly ConcurrentQueue<(string Temporary, string Path)> _files = [];

    /// <summary>Where a file will be.</summary>
    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Writes a file under its temporary name.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var path = PathOf(name);
        var temporary = Path.Combine(folder, $".{name}.{Environment.ProcessId}.tmp");
        _files.Enqueue((temporary, path));
        try
        {
            if (Directory.Exists(path)) throw new IOException("a folder has that name");
            File.WriteAllBytes(temporary, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{path}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Gives all files their names.</summary>
    public void Commit()
    {
        while (_files.TryDequeue(out var file)) File.Move(file.Temporary, file.Path, overwrite: true);
    }

    /// <summary>Deletes what has not been committed.</summary>
    public void Dispose()
    {
        while (_files.TryDequeue(out var file)) File.Delete(file.Temporary);
    }
}
