using System.Text.RegularExpressions;
using TfExplain.Testing;

namespace TfExplain.Cli.Tests;

/// <summary>Runs what the README shows, so that it cannot rot.</summary>
public class ReadmeTests
{
    private static readonly string s_readme = File.ReadAllText(Path.Combine(Fixtures.Root, "README.md"));

    public static TheoryData<string> Commands
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var line in Blocks("").SelectMany(b => b.Split('\n')))
            {
                const string Run = "dotnet run -c Release --project src/TfExplain.Cli -- ";
                if (line.StartsWith(Run, StringComparison.Ordinal)) data.Add(line[Run.Length..]);
                else if (line.StartsWith("tf-explain train ", StringComparison.Ordinal) || line.StartsWith("tf-explain logs ", StringComparison.Ordinal)) continue;
                else if (line.StartsWith("tf-explain ", StringComparison.Ordinal)) data.Add(line["tf-explain ".Length..]);
                else if (line.Length > 0) line.ShouldBe("dotnet test -c Release");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_of_the_readme_succeeds(string command)
    {
        var arguments = Regex.Matches(command, "\"([^\"]*)\"|(\\S+)").Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Value)
            .Select(a => a.StartsWith("samples/", StringComparison.Ordinal) ? Path.Combine(Fixtures.Root, a) : a).ToList();
        using var tool = new Tool();
        if (arguments[0] == "explain" && arguments.IndexOf("--out") is >= 0 and var named) arguments.RemoveRange(named, 2);

        var outcome = arguments[0] == "explain" ? await tool.ExplainAsync([.. arguments.Skip(1)]) : await Tool.RunAsync([.. arguments]);

        outcome.Code.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldNotBeEmpty();
        if (arguments[0] == "explain") tool.Files().ShouldContain(f => f.EndsWith(".sheet.png", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_commands_about_training_follow_one_another()
    {
        var lines = Blocks("").SelectMany(b => b.Split('\n')).Where(l => l.StartsWith("tf-explain train ", StringComparison.Ordinal) || l.StartsWith("tf-explain logs ", StringComparison.Ordinal)).ToList();
        lines.Select(l => l.Split(' ')[1]).ShouldBe(["train", "logs"]);
        using var tool = new Tool();
        var sets = TinySets.FashionMnist(tool, "sets");
        foreach (var line in lines)
        {
            var arguments = line.Split(' ').Skip(1).Select(a => a.StartsWith("tf-explain-train", StringComparison.Ordinal) ? tool.PathOf(a) : a).ToList();
            if (arguments[0] == "train") arguments.AddRange(["--data-folder", sets, "--out", tool.PathOf("tf-explain-train")]);
            else arguments.AddRange(["--out", tool.PathOf("logs.html")]);
            var outcome = await Tool.RunAsync([.. arguments]);
            outcome.Code.ShouldBe(0, outcome.Error);
        }
        File.Exists(tool.PathOf("logs.html")).ShouldBeTrue();
    }

    [Fact]
    public void The_training_code_of_the_readme_is_the_sample()
    {
        var sample = File.ReadAllText(Path.Combine(Fixtures.Root, "samples", "fashion-mnist.cs"));
        sample.ShouldContain(Blocks("csharp").Last().Trim());
    }

    [Fact]
    public void The_code_of_the_readme_is_the_sample_and_runs()
    {
        var sample = File.ReadAllText(Path.Combine(Fixtures.Root, "samples", "explain.cs"));
        var code = string.Join('\n', sample.Split('\n').Where(line => !line.StartsWith("#:", StringComparison.Ordinal))).Trim();
        Blocks("csharp").First().Trim().ShouldBe(code);
        var here = string.Join('\n', File.ReadAllText(Path.Combine(Fixtures.Root, "tests", "TfExplain.Cli.Tests", "ReadmeCode.cs")).Split('\n').Select(line => line.Trim()));
        here.ShouldContain(code["using TfExplain;\n\n".Length..]);

        using var tool = new Tool();
        ReadmeCode.Run(tool.Folder);

        Directory.EnumerateFiles(tool.PathOf("tf-explain-out")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["grad-cam.npy", "grad-cam.png", "grad-cam.receipt.json"]);
    }

    [Fact]
    public void Links_lead_to_files()
    {
        foreach (Match link in Regex.Matches(s_readme, @"\]\((?!http)([^)#]+)\)"))
            File.Exists(Path.Combine(Fixtures.Root, link.Groups[1].Value)).ShouldBeTrue(link.Groups[1].Value);
    }

    private static IEnumerable<string> Blocks(string language) =>
        Regex.Matches(s_readme, @"^```(\w*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline).Where(m => m.Groups[1].Value == language).Select(m => m.Groups[2].Value);
}
