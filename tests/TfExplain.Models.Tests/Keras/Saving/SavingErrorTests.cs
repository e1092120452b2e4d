using System.Text.Json.Nodes;
using TfExplain.Engine;
using TfExplain.Models.Hdf5;
using TfExplain.Testing;
using TfExplain.Training;

namespace TfExplain.Models.Tests.Keras.Saving;

/// <summary>What cannot be saved, and what is left behind then.</summary>
public class SavingErrorTests
{
    [Theory]
    [InlineData("model.pb")]
    [InlineData("model")]
    [InlineData("model.weights")]
    public void An_unknown_extension_is_refused_with_the_known_ones(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = Small();

        var message = Should.Throw<ArgumentException>(() => model.Save(folder[name])).Message;

        foreach (var extension in (ReadOnlySpan<string>)[".keras", ".h5", ".hdf5", ".weights.h5"]) message.ShouldContain(extension);
        folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        using var folder = new TemporaryFolder();
        using var model = Small();

        Should.Throw<IOException>(() => model.Save(Path.Combine(folder["none"], "model.h5"))).Message.ShouldContain($"the folder {folder["none"]} does not exist");
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var model = Small();
        Directory.CreateDirectory(folder["model.keras"]);

        Should.Throw<IOException>(() => model.Save(folder["model.keras"])).Message.ShouldContain("this is a folder");
        folder.Files.ShouldBe(["model.keras"]);
    }

    [Fact]
    public void A_folder_that_may_not_be_written_to_is_told()
    {
        // Even an administrator cannot make files here.
        if (!Directory.Exists("/proc/self")) return;
        using var model = Small();

        var error = Should.Throw<IOException>(() => model.Save("/proc/model.h5"));

        error.Message.ShouldStartWith("/proc/model.h5 could not be saved (");
    }

    [Fact]
    public void A_full_disk_leaves_the_previous_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["model.h5"], "before");

        var error = Should.Throw<IOException>(() => AtomicFile.Write(folder["model.h5"], stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("No space left on device");
        }));

        error.Message.ShouldBe($"{folder["model.h5"]} could not be saved (No space left on device); the previous file is unchanged. Check the free space, and that no other program is saving the same file.");
        File.ReadAllText(folder["model.h5"]).ShouldBe("before");
        folder.Files.ShouldBe(["model.h5"]);
    }

    [Fact]
    public void A_cancelled_save_leaves_nothing()
    {
        using var folder = new TemporaryFolder();

        Should.Throw<OperationCanceledException>(() => AtomicFile.Write(folder["model.h5"], _ => throw new OperationCanceledException()));

        folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public void What_a_killed_run_left_is_replaced()
    {
        using var folder = new TemporaryFolder();
        using var model = Small();
        File.WriteAllText(folder[".model.h5.saving.tmp"], "half a file");

        model.Save(folder["model.h5"]);

        folder.Files.ShouldBe(["model.h5"]);
        Model.Load(folder["model.h5"]).Dispose();
    }

    [Fact]
    public void A_file_that_another_saves_is_left_to_it()
    {
        using var folder = new TemporaryFolder();

        AtomicFile.Write(folder["model.h5"], outer =>
        {
            outer.WriteByte(1);
            Should.Throw<IOException>(() => AtomicFile.Write(folder["model.h5"], inner => inner.WriteByte(2))).Message.ShouldContain("no other program is saving");
        });

        File.ReadAllBytes(folder["model.h5"]).ShouldBe([1]);
    }

    [Fact]
    public void A_symbolic_link_stays_one()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["real.h5"], "before");
        File.CreateSymbolicLink(folder["link.h5"], folder["real.h5"]);

        AtomicFile.Write(folder["link.h5"], stream => stream.Write("after"u8));

        new FileInfo(folder["link.h5"]).LinkTarget.ShouldBe(folder["real.h5"]);
        File.ReadAllText(folder["real.h5"]).ShouldBe("after");
    }

    [Fact]
    public void Weights_that_could_not_be_read_again_are_not_written()
    {
        using var folder = new TemporaryFolder();
        using var model = Small();
        using var empty = Model.FromConfig(Nested());

        Should.Throw<InvalidOperationException>(() => empty.Save(folder["model.h5"])).Message.ShouldContain("has no values");
        model.Parameters[0].Update(values => values[0] = 70_000);
        Should.Throw<ModelFormatException>(() => model.Save(folder["model.h5"], new() { Half = true })).Message.ShouldContain("65504");
        model.Parameters[0].Update(values => values[0] = float.NaN);
        Should.Throw<ModelFormatException>(() => model.Save(folder["model.h5"])).Message.ShouldContain(model.Parameters[0].Name);
        folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public void Options_that_contradict_one_another_are_refused()
    {
        using var folder = new TemporaryFolder();
        using var model = Small();

        Should.Throw<ArgumentException>(() => model.Save(folder["model.h5"], new() { Half = true, Training = new() })).Message.ShouldContain("Half or Training");
        Should.Throw<ArgumentException>(() => model.Save(folder["model.h5"], new() { Format = SaveFormat.LegacyWeights, Training = new() })).Message.ShouldContain("no place");
        Should.Throw<ArgumentException>(() => model.Save(folder["model.h5"], new() { Training = new() { OptimizerVariables = [new("m", "conv/kernel", [3], [1, 2])] } })).Message.ShouldContain("[3]");
        folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public void A_graph_without_layers_is_refused()
    {
        using var folder = new TemporaryFolder();
        var builder = new GraphBuilder();
        var x = builder.Input("x", [-1, 2]);
        using var model = new Model("bare", new Graph([x], [x], []), [], []);

        Should.Throw<ModelFormatException>(() => model.Save(folder["model.h5"])).Message.ShouldContain("Model.FromConfig");
    }

    [Fact]
    public void Layers_of_one_name_in_different_models_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        using var model = WithValues(Model.FromConfig(Nested()));

        model.Save(folder["model.h5"]);
        model.Save(folder["model.keras"]);

        using (var file = Hdf5File.Open(folder["model.h5"]))
            file.Root.GetGroup("model_weights/block").Attributes["weight_names"].ReadStrings().ShouldBe(["dense/kernel:0", "dense/bias:0", "block/b/dense/kernel:0", "block/b/dense/bias:0"]);
        foreach (var name in (ReadOnlySpan<string>)["model.h5", "model.keras"])
        {
            using var read = Model.Load(folder[name]);
            SavedModel.ShouldBeSame(read, model);
        }
    }

    [Fact]
    public void An_architecture_with_a_name_twice_is_saved_or_refused()
    {
        using var folder = new TemporaryFolder();
        using var model = WithValues(Model.FromConfig(Nested().Replace("\"units\":2", "\"units\":2,\"units\":2,\"kernel_initializer\":{\"class_name\":\"Zeros\",\"config\":{},\"config\":{}}", StringComparison.Ordinal)));

        foreach (var name in (ReadOnlySpan<string>)["model.h5", "model.keras"])
        {
            try
            {
                model.Save(folder[name]);
            }
            catch (ModelFormatException e)
            {
                e.Message.ShouldStartWith(folder[name]);
                folder.Files.ShouldNotContain(name);
                continue;
            }
            using var read = Model.Load(folder[name]);
            SavedModel.ShouldBeSame(read, model);
        }
    }

    [Fact]
    public void A_slash_in_a_name_makes_groups()
    {
        using var folder = new TemporaryFolder();
        using var model = WithValues(Model.FromConfig(Nested("a/first", "a/second ✓")));

        model.Save(folder["model.h5"]);

        using var read = Model.Load(folder["model.h5"]);
        SavedModel.ShouldBeSame(read, model);
    }

    [Theory]
    [InlineData("head", "head/head/kernel:0")]
    [InlineData("head", "/")]
    public void Names_that_exclude_one_another_in_HDF5_are_refused(string first, string second)
    {
        using var folder = new TemporaryFolder();
        using var model = WithValues(Model.FromConfig(Nested(first, second)));

        Should.Throw<ModelFormatException>(() => model.Save(folder["model.h5"])).Message.ShouldStartWith($"{folder["model.h5"]} could not be saved: ");
        folder.Files.ShouldBeEmpty();
        model.Save(folder["model.keras"]);
        using var read = Model.Load(folder["model.keras"]);
        SavedModel.ShouldBeSame(read, model);
    }

    private static Model Small() => Model.Load(Fixtures.Path("keras-training", "net_softmax.h5"));

    private static Model WithValues(Model model)
    {
        var next = 0;
        foreach (var parameter in model.Parameters) parameter.Update(values =>
        {
            for (var i = 0; i < values.Length; i++) values[i] = (++next * 7 % 19 - 9) / 8f;
        });
        return model;
    }

    /// <summary>A model with a model that holds two models with a layer of one name each, and two layers behind it.</summary>
    private static string Nested(string first = "first", string second = "second")
    {
        static JsonNode Dense(string name) => new JsonObject { ["class_name"] = "Dense", ["config"] = new JsonObject { ["name"] = name, ["trainable"] = true, ["units"] = 2, ["use_bias"] = true } };
        static JsonNode Model(string name, params JsonNode?[] layers) => new JsonObject { ["class_name"] = "Sequential", ["config"] = new JsonObject { ["name"] = name, ["layers"] = new JsonArray(layers) } };
        var input = new JsonObject { ["class_name"] = "InputLayer", ["config"] = new JsonObject { ["name"] = "x", ["batch_input_shape"] = new JsonArray(null, 2) } };
        return Model("outer", input, Model("block", Model("a", Dense("dense")), Model("b", Dense("dense"))), Dense(first), Dense(second)).ToJsonString();
    }
}
