using System.Diagnostics;
using TfExplain.Imaging.Arrays;
using TfExplain.Training;

namespace TfExplain.Cli.Tests;

/// <summary>Mistakes in <c>train</c>: one line, exit code 1 or 2, and what was there stays.</summary>
public sealed class TrainErrorsTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("mnsit", "'mnsit'", "Did you mean 'mnist'?")]
    [InlineData("SET --model small-cnnn", "'small-cnnn'", "Did you mean 'small-cnn'?")]
    [InlineData("SET --optimizer adm", "'adm'", "Did you mean 'adam'?")]
    [InlineData("SET --loss mean_squred_error", "'mean_squred_error'", "Did you mean 'mean_squared_error'?")]
    [InlineData("SET --explain grad-cm", "'grad-cm'", "Did you mean 'grad-cam'?")]
    [InlineData("SET --augment flp", "'flp'", "Did you mean 'flip'?")]
    [InlineData("SET --keep bst", "'bst'", "Did you mean 'best'?")]
    [InlineData("SET --epochs 0", "--epochs takes a whole number from 1", "'0'")]
    [InlineData("SET --batch-size 0", "--batch-size takes a whole number from 1")]
    [InlineData("SET --learning-rate -1", "--learning-rate takes a number above 0", "'-1'")]
    [InlineData("SET --learning-rate x", "--learning-rate", "'x'")]
    [InlineData("SET --validation-split 1", "--validation-split takes a number above 0 and below 1")]
    [InlineData("SET --explain-class 3", "classes are 0 to 2", "found 3")]
    [InlineData("SET --explain-class cat", "no class 'cat'")]
    [InlineData("SET --new-head", "--new-head is for a model file")]
    [InlineData("SET --epoch 3", "'--epoch'", "Did you mean '--epochs'?")]
    [InlineData("SET --preprocess tff", "'tff'", "Did you mean 'tf'?")]
    [InlineData("", "DATA")]
    public async Task A_wrong_command_line(string line, params string[] words)
    {
        var set = TinySets.Npz(_tool, count: 20);
        (await TrainAsync([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a == "SET" ? set : a)])).ShouldFail(2, words);
        _tool.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task Sets_that_cannot_be_learnt()
    {
        (await TrainAsync(TinySets.Npz(_tool, "one.npz", 20, 1))).ShouldFail(1, "Every sample is of class 0");
        (await TrainAsync(TinySets.Npz(_tool, "single.npz", 1, 1, y => y[0] = 3))).ShouldFail(1, "at least 2 samples", "found 1");
        Directory.CreateDirectory(_tool.PathOf("empty"));
        (await TrainAsync(_tool.PathOf("empty"))).ShouldFail(1, "empty", "a sub-folder for each class");
        Directory.CreateDirectory(_tool.PathOf("bare/cat"));
        (await TrainAsync(_tool.PathOf("bare"))).ShouldFail(1, "expected pictures", "cat");
        TinySets.Folder(_tool, "set/train", "cat", "dog");
        TinySets.Folder(_tool, "set/test", "cat", "dog", "dogs");
        (await TrainAsync(_tool.PathOf("set"))).ShouldFail(1, "the class 'dogs' has no folder", "Did you mean 'dog'?");
        Directory.Move(_tool.PathOf("set/test/dogs"), _tool.PathOf("set/train/bird"));
        (await TrainAsync(_tool.PathOf("set"))).ShouldFail(1, "a sub-folder for the class 'bird'");
        _tool.Write("bad/cat/1.png", [1, 2, 3]);
        (await TrainAsync(_tool.PathOf("bad"))).ShouldFail(1, "1.png", "begins with 010203");
        (await TrainAsync(_tool.Write("text.txt", [1]))).ShouldFail(2, "text.txt", ".npz");
        (await TrainAsync(_tool.Write("cut.npz", File.ReadAllBytes(TinySets.Npz(_tool))[..500]))).ShouldFail(1, "cut.npz");
        _tool.Files().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-1f, "-1")]
    [InlineData(2.5f, "2.5")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(1e9f, "1E+09")]
    public async Task Targets_that_are_no_classes(float label, string word)
    {
        var set = TinySets.Arrays(_tool, "labels.npz", ("x", new NpyArray(new float[4 * 64], 4, 8, 8)), ("y", new NpyArray(new[] { 0f, 1f, label, 1f }, 4)));
        (await TrainAsync(set)).ShouldFail(1, "labels.npz", "sample 2", word);
    }

    [Fact]
    public async Task A_model_file_that_does_not_fit()
    {
        var set = TinySets.Npz(_tool);
        (await TrainAsync(set, "--model", _tool.PathOf("no.keras"))).ShouldFail(1, "no.keras");
        (await TrainAsync(set, "--model", Tool.SmallModel)).ShouldFail(2, "--preprocess");
        (await TrainAsync(set, "--model", _tool.Write("cut.h5", File.ReadAllBytes(Tool.SmallModel)[..3000]), "--preprocess", "unit")).ShouldFail(1, "cut.h5");
        var numbers = TinySets.Arrays(_tool, "numbers.npz", ("x", new NpyArray(new float[20 * 64], 20, 8, 8)), ("y", new NpyArray(new int[20].Select((_, i) => i % 2).ToArray(), 20)));
        (await TrainAsync(numbers, "--model", Tool.SmallModel, "--preprocess", "unit")).ShouldFail(2, "[8,10,3]", "[8,8,1]");
        var vectors = TinySets.Arrays(_tool, "vectors.npz", ("x", new NpyArray(new float[20 * 64], 20, 64)), ("y", new NpyArray(new int[20].Select((_, i) => i % 2).ToArray(), 20)));
        (await TrainAsync(vectors)).ShouldFail(2, "[64]", "--model mlp");
        _tool.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_loss_that_is_no_number_leaves_the_checkpoint()
    {
        var set = TinySets.Npz(_tool);
        string[] options = [set, "--model", "mlp", "--explain", "none", "--optimizer", "sgd", "--learning-rate", "1e20"];
        var outcome = await TrainAsync(options);
        outcome.Code.ShouldBe(1, outcome.Output);
        outcome.Error.TrimEnd().Split('\n').Length.ShouldBe(1, outcome.Error);
        outcome.Error.ShouldContain("The loss became NaN in epoch 1");
        outcome.Error.ShouldContain("Lower the learning rate");
        File.Exists(Path.Combine(_tool.Results, "model.keras")).ShouldBeFalse();

        // There is nothing in the folder that would be lost.
        (await TrainAsync(set, "--model", "mlp", "--explain", "none", "--epochs", "1")).Code.ShouldBe(0);
        var checkpoint = File.ReadAllBytes(Path.Combine(_tool.Results, "checkpoint.keras"));
        (await TrainAsync(set, "--model", "mlp", "--explain", "none", "--epochs", "2", "--resume", "--learning-rate", "1e20")).ShouldFail(2, "--learning-rate not given", "'1E+20'");
        File.ReadAllBytes(Path.Combine(_tool.Results, "checkpoint.keras")).AsSpan().SequenceEqual(checkpoint).ShouldBeTrue();
    }

    [Fact]
    public async Task Inputs_that_are_no_numbers_are_named()
    {
        var values = new float[20 * 64];
        values[100] = float.NaN;
        var set = TinySets.Arrays(_tool, "nan.npz", ("x", new NpyArray(values, 20, 8, 8)), ("y", new NpyArray(new int[20].Select((_, i) => i % 2).ToArray(), 20)));
        var outcome = await TrainAsync(set, "--explain", "none", "--validation-split", "0.05");
        outcome.Code.ShouldBe(2, outcome.Output);
        outcome.Error.ShouldContain("sample 1: the input holds NaN at element 36");
        outcome.Error.TrimEnd().Split('\n').Length.ShouldBe(1, outcome.Error);
    }

    [Fact]
    public async Task A_checkpoint_that_is_damaged_is_said_and_kept()
    {
        var set = TinySets.Npz(_tool, count: 60);
        string[] options = [set, "--model", "mlp", "--explain", "none", "--epochs"];
        (await TrainAsync([.. options, "1"])).Code.ShouldBe(0);
        var checkpoint = Path.Combine(_tool.Results, "checkpoint.keras");
        var half = File.ReadAllBytes(checkpoint)[..2000];
        File.WriteAllBytes(checkpoint, half);
        var outcome = await TrainAsync([.. options, "2", "--resume"]);
        outcome.Code.ShouldBe(1);
        outcome.Error.ShouldContain("checkpoint.keras");
        File.ReadAllBytes(checkpoint).AsSpan().SequenceEqual(half).ShouldBeTrue();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written()
    {
        var set = TinySets.Npz(_tool, count: 20);
        (await Tool.RunAsync("train", set, "--out", _tool.Write("file", [1]))).ShouldFail(1, "is a file");
        (await Tool.RunAsync("train", set, "--out", Path.Combine(_tool.PathOf("file"), "below"))).ShouldFail(1, "cannot be created");
        (await Tool.RunAsync("train", set, "--out", "")).ShouldFail(2, "--out");
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess) return;
        var locked = Directory.CreateDirectory(_tool.PathOf("locked")).FullName;
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        (await Tool.RunAsync("train", set, "--out", locked)).ShouldFail(1, "run.json", "cannot be written");
        File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task An_interrupted_run_says_how_to_go_on_and_ends_as_if_nothing_had_been()
    {
        if (OperatingSystem.IsWindows()) return;
        var set = TinySets.Npz(_tool);
        string[] options = ["train", set, "--model", "mlp", "--epochs", "60", "--out", _tool.Results, "--explain", "none", "--batch-size", "4"];
        using (var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tf-explain.dll"), .. options]) { RedirectStandardOutput = true, RedirectStandardError = true })!)
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Epoch 3/", StringComparison.Ordinal)) { }
            using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"])) await kill.WaitForExitAsync();
            var rest = process.StandardOutput.ReadToEndAsync();
            var error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            process.ExitCode.ShouldBe(1, error + await rest);
            error.ShouldContain("stopped");
            error.ShouldContain("--resume");
        }
        TrainingState.Read(Path.Combine(_tool.Results, "checkpoint.keras"))!.Iterations.ShouldBeInRange(80, 60 * 40 - 1);
        var resumed = await Tool.RunAsync([.. options, "--resume"]);
        resumed.Code.ShouldBe(0, resumed.Error);
        var undisturbed = _tool.PathOf("undisturbed");
        (await Tool.RunAsync([.. options.Select(o => o == _tool.Results ? undisturbed : o)])).Code.ShouldBe(0);
        foreach (var name in new[] { "model.keras", "history.csv" }) File.ReadAllBytes(Path.Combine(_tool.Results, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(undisturbed, name))).ShouldBeTrue(name);
    }

    private Task<Outcome> TrainAsync(params string[] args) => Tool.RunAsync(["train", .. args, "--out", _tool.Results]);
}
