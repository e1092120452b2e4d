using TfExplain.Testing;

namespace TfExplain.Tests.Data;

/// <summary>A test on published files, skipped where they are not.</summary>
public sealed class PublishedSetFactAttribute : FactAttribute
{
    public PublishedSetFactAttribute(string name)
    {
        if (Folder(name) is null) Skip = $"The files of {name} are not on this machine; put them in $TFEXPLAIN_DATASETS/{name} or in shared/datasets/{name} beside the repository.";
    }

    /// <summary>The set's folder: of the environment, or below <c>shared/datasets</c> of the repository or of a folder above it.</summary>
    public static string? Folder(string name)
    {
        if (Environment.GetEnvironmentVariable("TFEXPLAIN_DATASETS") is { Length: > 0 } all && Directory.Exists(Path.Combine(all, name))) return Path.Combine(all, name);
        for (var folder = new DirectoryInfo(Fixtures.Root); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "datasets", name) is var path && Directory.Exists(path)) return path;
        return null;
    }
}
