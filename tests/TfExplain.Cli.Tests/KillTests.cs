using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using TfExplain.Engine;
using TfExplain.Imaging.Arrays;
using TfExplain.TensorBoard;
using TfExplain.Training;
using Xunit.Abstractions;

namespace TfExplain.Cli.Tests;

/// <summary>
/// A training that is killed again and again, at any moment: whatever file it leaves can be read, and in the end it has the numbers of one that nobody disturbed.
/// <c>TFEXPLAIN_KILLS</c> says how many times; 50 unless set.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int s_kills = int.TryParse(Environment.GetEnvironmentVariable("TFEXPLAIN_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 50;

    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_killed_training_goes_on_as_if_nothing_had_been()
    {
        var data = TinySets.Npz(_tool, count: 100);
        string[] options = ["train", data, "--model", "small-cnn", "--epochs", "40", "--batch-size", "8", "--checkpoint-steps", "1", "--every", "3", "--explain-count", "2", "--keep", "best", "--early-stopping", "40", "--threads", "2"];
        var undisturbed = _tool.PathOf("undisturbed");
        (await Tool.RunAsync([.. options, "--out", undisturbed])).Code.ShouldBe(0);

        var random = CounterRandom.Of(20);
        int done = 0, starts = 0, runs = 0;
        while (done < s_kills)
        {
            var folder = _tool.PathOf($"killed{runs++}");
            for (; done < s_kills; done++)
            {
                if (!await StartAndKillAsync([.. options, "--out", folder, "--resume"], random.Uniform(2 * starts), random.Uniform(2 * starts++ + 1))) break;
                CheckFiles(folder);
            }
            var last = await Tool.RunAsync([.. options, "--out", folder, "--resume"]);
            last.Code.ShouldBe(0, last.Error);
            foreach (var name in new[] { "model.keras", "history.csv", "best.keras", "labels.txt", "model.json" })
                Hash(Path.Combine(folder, name)).ShouldBe(Hash(Path.Combine(undisturbed, name)), $"{name} after {done} kills");
            CheckFiles(folder);
        }
        output.WriteLine($"{done} kills of {starts} starts in {runs} trainings");
    }

    /// <summary>Kills a training: mostly while it takes steps, else somewhere in its first half second. False if it came to its end before.</summary>
    private static async Task<bool> StartAndKillAsync(string[] args, float place, float delay)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tf-explain.dll"), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        if (place < 0.8f)
            while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Epoch ", StringComparison.Ordinal)) { }
        var rest = process.StandardOutput.ReadToEndAsync();
        await Task.Delay((int)(delay * (place < 0.8f ? 350 : 500)));
        process.Kill();
        await process.WaitForExitAsync();
        await rest;
        if (process.ExitCode == 0) return false;
        process.ExitCode.ShouldBe(OperatingSystem.IsWindows() ? -1 : 128 + 9, await errors);
        return true;
    }

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));

    /// <summary>Every file can be read, whole; temporary ones do not count, and an event file may end within a record.</summary>
    private static void CheckFiles(string folder)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (file.EndsWith(".tmp", StringComparison.Ordinal)) continue;
            switch (Path.GetExtension(file))
            {
                case ".keras":
                    using (var model = Model.Load(file)) model.Parameters.ShouldNotBeEmpty();
                    if (!file.EndsWith("model.keras", StringComparison.Ordinal)) TrainingState.Read(file).ShouldNotBeNull(file);
                    break;
                case ".npz":
                    using (var arrays = NpzArchive.Open(file)) arrays.Names.ShouldNotBeEmpty();
                    break;
                case ".csv":
                    var lines = File.ReadAllText(file);
                    lines.ShouldEndWith("\n");
                    lines.TrimEnd().Split('\n').Select(l => l.Split(',').Length).Distinct().Count().ShouldBe(1, lines);
                    break;
                case ".json":
                    System.Text.Json.JsonDocument.Parse(File.ReadAllText(file)).Dispose();
                    break;
                case ".html":
                    File.ReadAllText(file).TrimEnd().ShouldEndWith("</html>");
                    break;
                default:
                    if (file.Contains("tfevents", StringComparison.Ordinal))
                        foreach (var problem in EventReader.Read(file).Problems) problem.Kind.ShouldBe(EventProblemKind.Unfinished, problem.ToString());
                    break;
            }
        }
    }
}
