namespace TfExplain.Models.Tests.Keras.Saving;

/// <summary>A folder of its own, gone at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("tfexplain").FullName;

    public string this[string name] => Path.Combine(_path, name);

    public string[] Files => [.. Directory.GetFileSystemEntries(_path).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
