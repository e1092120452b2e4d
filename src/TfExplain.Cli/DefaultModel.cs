namespace TfExplain.Cli;

/// <summary>Finds the model that is used when none is named: in <c>models</c> next to the program, or above the working or the program's folder.</summary>
internal static class DefaultModel
{
    private const string Name = "efficientnet_lite0.h5";

    public static string Find(string? given)
    {
        if (given is not null) return given;
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
            for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
                if (Path.Combine(folder, "models", Name) is var path && File.Exists(path)) return path;
        throw new UsageError($"The default model models/{Name} is neither next to the program nor in a folder above; name one with --model.");
    }
}
