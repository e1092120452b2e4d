namespace TfExplain.Testing;

/// <summary>Finds the repository's files from a test's output folder.</summary>
public static class Fixtures
{
    /// <summary>The repository root: the nearest parent folder that holds <c>TfExplain.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The absolute path of a file or folder below <c>tests/fixtures</c>.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, "tests", "fixtures", .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "TfExplain.slnx")))
                return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds TfExplain.slnx.");
    }
}
