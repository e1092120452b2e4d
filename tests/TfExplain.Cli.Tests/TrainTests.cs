using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TfExplain.TensorBoard;
using TfExplain.Training;

namespace TfExplain.Cli.Tests;

/// <summary><c>train</c>: a network learns and shows what it looks at.</summary>
public sealed class TrainTests : IDisposable
{
    private readonly Tool _tool = new();

    private string Model => Path.Combine(_tool.Results, "model.keras");

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task It_learns_and_leaves_everything_to_go_on_with()
    {
        var data = TinySets.Npz(_tool);
        var outcome = await TrainAsync(data, "--epochs", "4", "--learning-rate", "0.01", "--explain", "grad-cam,gradients", "--explain-count", "3");
        outcome.Code.ShouldBe(0, outcome.Error);
        outcome.Error.ShouldBeEmpty();
        outcome.Output.ShouldContain("3 classes, 160 samples [8,8,1] to train, 40 to validate");
        outcome.Output.ShouldContain("Epoch 4/4");
        outcome.Output.ShouldContain("validation of the last epoch: loss: ");
        outcome.Output.ShouldContain($"tf-explain explain IMAGES --model {Model}");
        _tool.Files().ShouldBe(["checkpoint.keras", "history.csv", "labels.txt", "logs", "logs.html", "model.json", "model.keras", "run.json"]);
        File.ReadAllText(Path.Combine(_tool.Results, "labels.txt")).ShouldBe("0\n1\n2\n");

        var history = File.ReadAllLines(Path.Combine(_tool.Results, "history.csv"));
        history.Length.ShouldBe(5);
        history[0].ShouldBe("epoch,loss,accuracy,val_loss,val_accuracy,grad-cam/score,grad-cam/gini,gradients/score,gradients/gini,grad-cam/drift,gradients/drift");
        history[1].ShouldEndWith(",NA,NA");
        double.Parse(history[4].Split(',')[4]).ShouldBeGreaterThan(0.9);

        var events = EventReader.Read(Path.Combine(_tool.Results, "logs"));
        events.Problems.ShouldBeEmpty();
        var tags = events.Events.OfType<ValueEvent>().Select(e => e.Tag).ToHashSet();
        foreach (var tag in new[] { "epoch_loss", "epoch_accuracy", "grad-cam", "grad-cam/score", "gradients/drift" }) tags.ShouldContain(tag);
        File.ReadAllText(Path.Combine(_tool.Results, "logs.html")).ShouldStartWith("<!doctype html>");
    }

    [Fact]
    public async Task What_it_trained_can_be_explained_at_once()
    {
        var data = TinySets.Folder(_tool, "pictures", "cat", "dog");
        (await TrainAsync(data, "--epochs", "3", "--image-size", "8", "--learning-rate", "0.01")).Code.ShouldBe(0);
        var picture = Directory.GetFiles(Path.Combine(data, "dog"))[0];
        var predicted = await Tool.RunAsync("predict", picture, "--model", Model, "--top", "1");
        predicted.Code.ShouldBe(0, predicted.Error);
        predicted.Output.ShouldContain("dog (1)");
        var explained = await Tool.RunAsync("explain", picture, "--model", Model, "--method", "grad-cam", "--class", "cat", "--out", _tool.PathOf("explained"));
        explained.Code.ShouldBe(0, explained.Error);
    }

    [Fact]
    public async Task A_folder_may_be_cut_in_training_and_test()
    {
        TinySets.Folder(_tool, "set/train", "cat", "dog");
        TinySets.Folder(_tool, "set/test", "cat", "dog");
        var outcome = await TrainAsync(_tool.PathOf("set"), "--epochs", "1", "--image-size", "8", "--explain", "none", "--json");
        outcome.Code.ShouldBe(0, outcome.Error);
        outcome.Error.ShouldContain("Epoch 1/1");
        var json = JsonNode.Parse(outcome.Output)!;
        ((int)json["train_samples"]!).ShouldBe(24);
        ((int)json["validation_samples"]!).ShouldBe(24);
        ((double)json["validation"]!["loss"]!).ShouldBeGreaterThan(0);
        json["classes"]!.AsArray().Select(c => (string)c!).ShouldBe(["cat", "dog"]);
        File.ReadAllText(Path.Combine(_tool.Results, "history.csv")).Split('\n')[0].ShouldBe("epoch,loss,accuracy,val_loss,val_accuracy");
    }

    [Fact]
    public async Task A_set_with_a_name_is_read_from_its_folder()
    {
        TinySets.FashionMnist(_tool, "fashion");
        var outcome = await TrainAsync("fashion-mnist", "--data-folder", _tool.PathOf("fashion"), "--epochs", "1", "--take", "16", "--explain-class", "Sandal");
        outcome.Code.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldContain("fashion-mnist: 10 classes, 16 samples [8,8,1] to train, 8 to validate");
        File.ReadAllLines(Path.Combine(_tool.Results, "labels.txt"))[5].ShouldBe("Sandal");
        (await TrainAsync("fashion-mnist", "--data-folder", _tool.PathOf("fashion"), "--overwrite", "--explain-class", "Sandals")).ShouldFail(2, "no class 'Sandals'", "Did you mean 'Sandal'?");
    }

    [Theory]
    [InlineData("small-cnn", "1", "2")]
    [InlineData("mini-resnet", "2", "1")]
    [InlineData("mlp", "2", "2")]
    public async Task The_same_command_gives_the_same_model(string network, string threads, string threadsAgain)
    {
        var data = TinySets.Npz(_tool, count: 60);
        string[] options = ["--epochs", "2", "--model", network, "--batch-size", "16"];
        (await TrainAsync([data, .. options, "--threads", threads])).Code.ShouldBe(0);
        var (model, history) = (Hash(Model), File.ReadAllText(Path.Combine(_tool.Results, "history.csv")));
        (await TrainAsync([data, .. options, "--threads", threadsAgain, "--overwrite"])).Code.ShouldBe(0);
        Hash(Model).ShouldBe(model);
        File.ReadAllText(Path.Combine(_tool.Results, "history.csv")).ShouldBe(history);

        // In two goes.
        (await TrainAsync([data, .. options, "--overwrite", "--epochs", "1"])).Code.ShouldBe(2, "an option twice");
        string[] once = ["--model", network, "--batch-size", "16", "--threads", threadsAgain];
        (await TrainAsync([data, .. once, "--overwrite", "--epochs", "1"])).Code.ShouldBe(0);
        Hash(Model).ShouldNotBe(model);
        var resumed = await TrainAsync([data, .. once, "--resume", "--epochs", "2"]);
        resumed.Code.ShouldBe(0, resumed.Error);
        resumed.Output.ShouldContain("going on from");
        Hash(Model).ShouldBe(model);
        File.ReadAllText(Path.Combine(_tool.Results, "history.csv")).ShouldBe(history);
    }

    [Fact]
    public async Task A_model_file_is_trained_further_or_gets_a_new_head()
    {
        var three = TinySets.Npz(_tool, "three.npz");
        var four = TinySets.Npz(_tool, "four.npz", classes: 4);
        (await TrainAsync(three, "--model", "mini-resnet", "--epochs", "2", "--explain", "none")).Code.ShouldBe(0);
        var first = _tool.PathOf("first.keras");
        File.Copy(Model, first);
        File.Copy(Path.ChangeExtension(Model, ".json"), Path.ChangeExtension(first, ".json"));

        var further = await TrainAsync(three, "--model", first, "--epochs", "1", "--overwrite");
        further.Code.ShouldBe(0, further.Error);
        further.Output.ShouldContain("first.keras is trained further");

        var head = await TrainAsync(four, "--model", first, "--epochs", "2", "--overwrite");
        head.Code.ShouldBe(0, head.Error);
        head.Output.ShouldContain("left as it is, with a new head for 4 classes");
        using var before = TfExplain.Model.Load(first);
        using (var after = TfExplain.Model.Load(Model))
        {
            after.Outputs[0].Shape[1].ShouldBe(4);
            // The backbone is as it was, its moving statistics included.
            foreach (var weight in before.Parameters.Where(p => after.Parameters.Any(a => a.Name == $"backbone/{p.Name}")))
                after.Parameters.Single(a => a.Name == $"backbone/{weight.Name}").Values.ToArray().ShouldBe(weight.Values.ToArray(), weight.Name);
            after.Parameters.Count(p => p.Name.StartsWith("backbone/", StringComparison.Ordinal)).ShouldBe(before.Parameters.Count - 2);
        }

        var tuned = await TrainAsync(four, "--model", first, "--epochs", "1", "--fine-tune", "--overwrite");
        tuned.Code.ShouldBe(0, tuned.Error);
        using var changed = TfExplain.Model.Load(Model);
        changed.Parameters.Single(p => p.Name == $"backbone/{before.Parameters[0].Name}").Values.ToArray().ShouldNotBe(before.Parameters[0].Values.ToArray());
    }

    [Fact]
    public async Task Pictures_are_brought_to_the_size_and_range_that_a_model_file_says()
    {
        var data = TinySets.Folder(_tool, "pictures", "cat", "dog");
        var outcome = await TrainAsync(data, "--model", Tool.SmallModel, "--preprocess", "tf", "--epochs", "1");
        outcome.Code.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldContain("[8,10,3]");
        var card = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(Model, ".json")))!;
        ((string)card["preprocessing"]!["mode"]!).ShouldBe("tf");
        ((string)card["labels"]!).ShouldBe("labels.txt");
    }

    [Fact]
    public async Task The_best_epoch_may_become_the_model()
    {
        var data = TinySets.Npz(_tool, count: 60);
        // A rate that makes a good network bad again.
        var outcome = await TrainAsync(data, "--model", "mlp", "--epochs", "6", "--learning-rate", "0.3", "--keep", "best", "--explain", "none", "--json");
        outcome.Code.ShouldBe(0, outcome.Error);
        var best = File.ReadAllLines(Path.Combine(_tool.Results, "history.csv")).Skip(1).Max(l => double.Parse(l.Split(',')[4]));
        ((double)JsonNode.Parse(outcome.Output)!["validation"]!["accuracy"]!).ShouldBe(best, 1e-12);
    }

    [Fact]
    public async Task Early_stopping_says_why()
    {
        var data = TinySets.Npz(_tool, count: 60);
        var outcome = await TrainAsync(data, "--model", "mlp", "--optimizer", "sgd", "--learning-rate", "1e-20", "--epochs", "9", "--early-stopping", "2", "--explain", "none");
        outcome.Code.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldContain("stopped: val_loss has not improved for 2 epochs.");
        outcome.Output.ShouldNotContain("Epoch 4/9");
        (await TrainAsync(data, "--model", "mlp", "--optimizer", "sgd", "--learning-rate", "1e-20", "--epochs", "9", "--early-stopping", "2", "--explain", "none", "--resume")).Output.ShouldNotContain("Epoch 4/9");
    }

    [Fact]
    public async Task A_folder_with_a_run_is_not_touched_unless_told_so()
    {
        var data = TinySets.Npz(_tool, count: 60);
        (await TrainAsync(data, "--epochs", "1", "--explain", "none")).Code.ShouldBe(0);
        var model = Hash(Model);
        (await TrainAsync(data, "--epochs", "1", "--explain", "none")).ShouldFail(2, "is not empty", "--resume", "--overwrite");
        (await TrainAsync(data, "--epochs", "2", "--explain", "none", "--resume", "--batch-size", "8")).ShouldFail(2, "--batch-size '32'", "found '8'");
        (await TrainAsync(data, "--resume", "--overwrite")).ShouldFail(2, "--resume", "--overwrite");
        Hash(Model).ShouldBe(model);
        _tool.Write("results/.model.keras.saving.tmp", [1]);
        (await TrainAsync(data, "--epochs", "2", "--explain", "none", "--resume")).Code.ShouldBe(0);
        _tool.Files().ShouldNotContain(".model.keras.saving.tmp");
        _tool.Write("other/mine.txt", [1]);
        (await Tool.RunAsync("train", data, "--out", _tool.PathOf("other"))).ShouldFail(2, "is not empty");
        (await Tool.RunAsync("train", data, "--out", _tool.PathOf("other"), "--overwrite", "--epochs", "1", "--explain", "none")).Code.ShouldBe(0);
        File.Exists(_tool.PathOf("other/mine.txt")).ShouldBeTrue();
    }

    [Fact]
    public async Task Augmented_training_is_reproducible_too()
    {
        var data = TinySets.Npz(_tool, count: 60);
        string[] options = ["--augment", "flip,shift", "--explain", "none", "--epochs"];
        var history = Path.Combine(_tool.Results, "history.csv");
        (await TrainAsync([data, .. options, "2"])).Code.ShouldBe(0);
        var (model, curves) = (Hash(Model), File.ReadAllText(history));
        using (var trained = TfExplain.Model.Load(Model)) trained.Layers.Select(l => l.ClassName).ShouldContain("RandomFlip");
        (await TrainAsync([data, .. options, "1", "--overwrite", "--threads", "1"])).Code.ShouldBe(0);
        (await TrainAsync([data, .. options, "2", "--resume", "--threads", "2"])).Code.ShouldBe(0);
        Hash(Model).ShouldBe(model);
        File.ReadAllText(history).ShouldBe(curves);
        (await TrainAsync(data, "--explain", "none", "--epochs", "2", "--overwrite")).Code.ShouldBe(0);
        File.ReadAllText(history).ShouldNotBe(curves, "without augmentation");
    }

    [Fact]
    public async Task Outputs_without_softmax_are_logits_and_those_of_a_model_within_a_model_are_seen()
    {
        var data = TinySets.Npz(_tool, count: 60);
        foreach (var activation in new[] { "linear", "softmax" })
        {
            var file = _tool.PathOf($"{activation}.keras");
            using (var model = TfExplain.Model.Sequential([Layers.Input(8, 8, 1), Layers.Of("Flatten"), Layers.Of("Dense", ("units", 3), ("activation", activation), ("kernel_initializer", "zeros"))]))
            {
                model.Parameters[1].Set([2, 0, 0]);
                model.Save(file);
            }
            foreach (var augment in new string[][] { [], ["--augment", "shift"] })
            {
                var outcome = await TrainAsync([data, "--model", file, "--preprocess", "unit", "--optimizer", "sgd", "--learning-rate", "1e-12", "--epochs", "1", "--explain", "none", "--overwrite", "--json", .. augment]);
                outcome.Code.ShouldBe(0, outcome.Error);
                // Whatever it sees, its logits are 2, 0, 0: right for the samples of class 0.
                var validation = JsonNode.Parse(outcome.Output)!["validation"]!;
                ((double)validation["loss"]!).ShouldBe(Math.Log(Math.Exp(2) + 2) - 2 * (double)validation["accuracy"]!, 1e-5, $"{activation} {augment.Length}");
            }
        }
    }

    private Task<Outcome> TrainAsync(params string[] args) => Tool.RunAsync(["train", .. args, "--out", _tool.Results]);

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
