using System.Diagnostics;
using System.Text.Json.Nodes;
using TfExplain.TensorBoard;
using TfExplain.Testing;

namespace TfExplain.Cli.Tests;

/// <summary><c>logs</c>: a page of training logs.</summary>
public sealed class LogsTests : IDisposable
{
    private static readonly string Logs = Fixtures.Path("tensorboard");

    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task It_writes_one_page_and_says_what_it_found()
    {
        var page = _tool.PathOf("made/here/page.html");
        Directory.CreateDirectory(_tool.PathOf("made"));
        var outcome = await Tool.RunAsync("logs", Logs, "--out", page);
        outcome.Code.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldContain("9 runs, 11 curves, 13 series of pictures, 4 histograms, 3 texts");
        outcome.Output.ShouldContain(page);
        outcome.Output.ShouldContain("! damaged/truncated.tfevents at byte 1274: the record has 57 bytes, of which 54 are there");
        outcome.Error.ShouldBeEmpty();
        File.ReadAllText(page).ShouldStartWith("<!doctype html>");
        Directory.GetFiles(Path.GetDirectoryName(page)!).ShouldBe([page]);
    }

    [Fact]
    public async Task Json_says_the_same()
    {
        var page = _tool.PathOf("page.html");
        var outcome = await Tool.RunAsync("logs", Fixtures.Path("tf-explain", "events"), "--out", page, "--json");
        outcome.Code.ShouldBe(0, outcome.Error);
        var json = JsonNode.Parse(outcome.Output)!;
        ((string)json["page"]!).ShouldBe(page);
        ((long)json["bytes"]!).ShouldBe(new FileInfo(page).Length);
        ((int)json["pictures"]!).ShouldBe(7);
        json["runs"]!.AsArray().Count.ShouldBe(7);
        json["problems"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_is_named_after_the_folder_unless_told_otherwise()
    {
        using var process = Start(["logs", Logs]);
        (await process.StandardOutput.ReadToEndAsync()).ShouldContain(Path.Combine("tf-explain-out", "tensorboard.html"));
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        File.Exists(_tool.PathOf(Path.Combine("tf-explain-out", "tensorboard.html"))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_page_that_is_there_is_replaced_and_a_folder_is_not()
    {
        var page = _tool.Write("page.html", [1, 2, 3]);
        (await Tool.RunAsync("logs", Logs, "--out", page)).Code.ShouldBe(0);
        File.ReadAllText(page).ShouldStartWith("<!doctype html>");
        Directory.CreateDirectory(_tool.PathOf("folder"));
        (await Tool.RunAsync("logs", Logs, "--out", _tool.PathOf("folder"))).ShouldFail(1, "folder", "cannot be written");
        Directory.GetFiles(_tool.Folder).ShouldBe([page]);
    }

    [Fact]
    public async Task Mistakes_are_one_line()
    {
        Directory.CreateDirectory(_tool.PathOf("empty"));
        (await Tool.RunAsync("logs", _tool.PathOf("empty"), "--out", _tool.PathOf("page.html"))).ShouldFail(1, "no event files", "empty", "tfevents");
        (await Tool.RunAsync("logs", _tool.PathOf("missing"))).ShouldFail(1, "missing");
        (await Tool.RunAsync("logs")).ShouldFail(2, "DIR");
        (await Tool.RunAsync("logs", Logs, "--ot", "x")).ShouldFail(2, "'--ot'", "Did you mean '--out'?");
        (await Tool.RunAsync("logs", Logs, "--out", "")).ShouldFail(2, "--out");
        (await Tool.RunAsync("logs", Logs, "--out", _tool.Folder + Path.DirectorySeparatorChar)).ShouldFail(2, "--out", "give a file");
        Directory.GetFiles(_tool.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_file_is_a_log_too()
    {
        string file;
        using (var writer = new SummaryWriter(_tool.PathOf("run")))
        {
            file = writer.Path;
            writer.Scalar("loss", 1, 0);
        }
        var outcome = await Tool.RunAsync("logs", file, "--out", _tool.PathOf("page.html"));
        outcome.Output.ShouldContain("1 run, 1 curve\n");
    }

    [Fact]
    public async Task Open_starts_the_systems_browser()
    {
        if (!OperatingSystem.IsLinux()) return;
        var opened = _tool.PathOf("opened");
        var program = _tool.Write("bin/xdg-open", System.Text.Encoding.UTF8.GetBytes($"#!/bin/sh\nprintf %s \"$1\" > '{opened}.new' && mv '{opened}.new' '{opened}'\n"));
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var process = Start(["logs", Logs, "--out", "page.html", "--open"]);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await process.StandardError.ReadToEndAsync());
        for (var waited = 0; !File.Exists(opened) && waited < 600; waited++) await Task.Delay(100);
        File.ReadAllText(opened).ShouldBe(_tool.PathOf("page.html"));
    }

    [Fact]
    public async Task Without_a_browser_the_page_is_there_all_the_same()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var process = Start(["logs", Logs, "--out", "page.html", "--open"], hasPath: false);
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(1);
        error.ShouldStartWith("tf-explain: no browser can be started");
        error.ShouldContain("the page is 'page.html'");
        File.Exists(_tool.PathOf("page.html")).ShouldBeTrue();
    }

    private Process Start(string[] args, bool hasPath = true)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "tf-explain.dll"), .. args])
        {
            WorkingDirectory = _tool.Folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["PATH"] = _tool.PathOf("bin") + (hasPath ? Path.PathSeparator + start.Environment["PATH"] : "");
        return Process.Start(start)!;
    }
}
