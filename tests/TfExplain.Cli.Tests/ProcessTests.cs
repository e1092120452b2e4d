using System.Diagnostics;

namespace TfExplain.Cli.Tests;

/// <summary>The built tool as a process of its own.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task It_works_from_any_folder()
    {
        using var process = Start("predict", Tool.Coffee, "--json");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        output.ShouldContain("espresso");
        output.ShouldNotContain("\e");
    }

    [Fact]
    public async Task A_mistake_is_exit_code_2()
    {
        using var process = Start("explain", Tool.Coffee, "--method", "grdients");
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(2);
        error.ShouldContain("Did you mean 'gradients'?");
    }

    [Fact]
    public async Task It_stops_cleanly_when_interrupted()
    {
        if (OperatingSystem.IsWindows()) return;
        using var process = Start("explain", Tool.Coffee, "--method", "gradients,smoothgrad", "--set", "smoothgrad.samples=100000", "--out", _tool.Results);
        // The first map is written while the second method runs.
        for (var waited = 0; _tool.Files().Count == 0 && waited < 600; waited++) await Task.Delay(100);
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"])) await kill.WaitForExitAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(1, error);
        error.ShouldContain("stopped");
        Directory.Exists(_tool.Results).ShouldBeFalse();
    }

    [Fact]
    public async Task An_output_that_takes_nothing_is_a_failure()
    {
        if (!File.Exists("/dev/full")) return;
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"exec dotnet '{Path.Combine(AppContext.BaseDirectory, "tf-explain.dll")}' methods > /dev/full"]) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(1, error);
        error.TrimEnd().Split('\n').Length.ShouldBe(1, error);
    }

    private Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tf-explain.dll"), .. args])
        {
            WorkingDirectory = _tool.Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
