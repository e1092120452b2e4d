using TfExplain.Imaging;
using TfExplain.Testing;

namespace TfExplain.Cli.Tests;

/// <summary>Runs command lines inside the test, in a folder of its own.</summary>
public sealed class Tool : IDisposable
{
    public static readonly string Chelsea = Path.Combine(Fixtures.Root, "samples", "images", "chelsea.png");

    public static readonly string Coffee = Path.Combine(Fixtures.Root, "samples", "images", "coffee.png");

    /// <summary>A network for pictures [8,10,3] with 7 outputs; it says nothing of its preprocessing.</summary>
    public static readonly string SmallModel = Fixtures.Path("applications", "files", "small_model.h5");

    public string Folder { get; } = Directory.CreateTempSubdirectory("tf-explain-test-").FullName;

    public string Results => Path.Combine(Folder, "results");

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    /// <summary>A small picture with a gradient.</summary>
    public string WritePicture(string name, byte shade = 0)
    {
        var picture = new Image(10, 8, 3);
        for (var i = 0; i < picture.Pixels.Length; i++) picture.Pixels[i] = (byte)(shade + i);
        return Write(name, picture.ToPng());
    }

    public static async Task<Outcome> RunAsync(params string[] args)
    {
        using StringWriter output = new(), error = new();
        var code = await Program.RunAsync(args, output, error);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Explains with results in <see cref="Results"/>.</summary>
    public Task<Outcome> ExplainAsync(params string[] args) => RunAsync(["explain", .. args, "--out", Results]);

    /// <summary>The names of the results; none where the folder is not there.</summary>
    public IReadOnlyList<string> Files() => Directory.Exists(Results) ? [.. Directory.EnumerateFileSystemEntries(Results).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)] : [];

    public void Dispose() => Directory.Delete(Folder, true);
}

/// <summary>What a command line came to.</summary>
public sealed record Outcome(int Code, string Output, string Error)
{
    /// <summary>One line of error with all the words, the exit code, and nothing on the output.</summary>
    public void ShouldFail(int code, params string[] words)
    {
        Code.ShouldBe(code, Error);
        Error.TrimEnd().Split('\n').Length.ShouldBe(1, Error);
        foreach (var word in words) Error.ShouldContain(word);
        Error.ShouldStartWith("tf-explain: ");
        Output.ShouldBeEmpty();
    }
}
