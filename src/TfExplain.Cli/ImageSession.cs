namespace TfExplain.Cli;

/// <summary>Goes through the images of a command: the model and the first image are read at once, and each next image while one is worked on.</summary>
internal sealed class ImageSession(CommonSettings settings, Terminal terminal, PhaseTimes? times) : IDisposable
{
    private Workspace? _workspace;

    /// <summary>The model; there from the first image on.</summary>
    public Workspace Workspace => _workspace!;

    /// <summary>The number of files.</summary>
    public int Count { get; private set; }

    /// <summary>Calls <paramref name="body"/> for each input. A file that cannot be read is reported, counted by <paramref name="onFailure"/>, and passed over.</summary>
    public async Task ForEachAsync(Func<RawInput, Task> body, Action onFailure, CancellationToken cancellation)
    {
        var paths = InputFiles.Find(settings.Images);
        Count = paths.Count;
        var next = Read(paths[0]);
        _workspace = Workspace.Load(settings, terminal, times);
        // The receipts need the hash at the end; it is ready by then.
        _ = Task.Run(() => Workspace.Model.Hash, cancellation);
        for (var i = 0; i < paths.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var current = next;
            if (i + 1 < paths.Count) next = Read(paths[i + 1]);
            try
            {
                foreach (var input in await current) await body(input);
            }
            catch (Exception e) when (paths.Count > 1 && IsOfTheFile(e))
            {
                Failure.Report(e, terminal, settings.Verbose);
                onFailure();
            }
        }
    }

    public void Dispose() => _workspace?.Dispose();

    private static bool IsOfTheFile(Exception e) => e is FormatException or InvalidDataException or FileNotFoundException or UnauthorizedAccessException;

    private Task<IReadOnlyList<RawInput>> Read(string path) => Task.Run(() =>
    {
        using var _ = times?.Start($"read {Path.GetFileName(path)}");
        return InputReader.Read(path);
    });
}
