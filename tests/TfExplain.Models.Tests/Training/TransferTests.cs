using System.Numerics.Tensors;
using TfExplain.Engine;
using TfExplain.Testing;
using TfExplain.Training;

namespace TfExplain.Models.Tests.Training;

/// <summary>Networks cut, frozen, freed and put into others.</summary>
public class TransferTests
{
    [Theory]
    [InlineData("keras-training", "net_softmax.h5")]
    [InlineData("keras-training", "residual.h5")]
    [InlineData("keras-layers", "bidirectional_lstm_concat_seq.h5")]
    [InlineData("keras3", "net_nested.keras")]
    [InlineData("keras3", "net_shared.keras")]
    [InlineData("keras3", "net_multi.keras")]
    [InlineData("keras3", "net_inception.keras")]
    [InlineData("keras3", "net_residual.keras")]
    [InlineData("keras3", "net_transfer.keras")]
    [InlineData("keras3", "net_unet.keras")]
    [InlineData("keras3", "net_vit.keras")]
    [InlineData("keras3", "net_ops.keras")]
    [InlineData("keras3", "net_cnn_lstm.keras")]
    [InlineData("keras3", "net_convnext.keras")]
    [InlineData("keras3", "net_sequential_of_functional.keras")]
    [InlineData("keras3", "net_sequential_no_input_layer.keras")]
    [InlineData("keras3", "transformer_block.keras")]
    [InlineData("keras3", "lstm_initial_state.keras")]
    [InlineData("keras3", "multi_head_attention_cross.keras")]
    public void A_model_up_to_a_layer_gives_that_layers_values(string folder, string file)
    {
        using var model = Model.Load(Fixtures.Path(folder, file));
        var layers = model.Layers.Where(l => !l.Name.Contains('/') && l.ClassName != "InputLayer").ToList();
        layers.Count.ShouldBeGreaterThan(0);
        foreach (var layer in layers)
        {
            using var cut = model.UpTo(layer.Name);
            var inputs = Inputs(cut);
            var all = Inputs(model);
            cut.Outputs.Count.ShouldBe(1, layer.Name);
            cut.Inputs.Select(i => i.Name).ShouldBeSubsetOf(model.Inputs.Select(i => i.Name));
            Values(cut, inputs, cut.Outputs[0].Name).ShouldBe(Values(model, all, layer.Name), layer.Name);
            cut.Parameters.Select(p => p.Name).ShouldBeSubsetOf(model.Parameters.Select(p => p.Name));
        }
        Should.Throw<ArgumentException>(() => model.UpTo(layers[0].Name + "x")).Message.ShouldContain(layers[0].Name);
    }

    [Theory]
    [InlineData("keras-training", "residual.h5")]
    [InlineData("keras3", "net_residual.keras")]
    [InlineData("keras3", "net_nested.keras")]
    [InlineData("keras3", "net_transfer.keras")]
    [InlineData("keras3", "net_plain.keras")]
    public void A_new_head_is_trained_and_a_frozen_backbone_is_not(string folder, string file)
    {
        using var original = Model.Load(Fixtures.Path(folder, file));
        var features = original.Layers.Last(l => !l.Name.Contains('/') && l.Name != original.Layers[^1].Name && l.ClassName != "InputLayer").Name;
        using var backbone = original.UpTo(features);
        var x = Layers.Input([.. original.Inputs[0].Shape[1..]]);
        using var model = Model.Functional([x], [Layers.Dense(2, name: "head").On(Layers.Flatten().On(backbone.AsLayer("backbone").On(x)))]);
        var inputs = Inputs(backbone);
        Values(model, new() { [model.Inputs[0].Name] = inputs.Values.Single() }, "backbone").ShouldBe(Values(backbone, inputs, backbone.Outputs[0].Name));

        model.SetTrainable("backbone", false);
        model.Parameters.Where(p => p.IsTrainable).Select(p => p.Name).ShouldBe(["head/kernel", "head/bias"]);
        var before = Snapshot(model);
        Train(model);
        foreach (var (name, values) in Snapshot(model))
            if (name.StartsWith("head/", StringComparison.Ordinal)) values.ShouldNotBe(before[name], name);
            else values.ShouldBe(before[name], name);

        // Then a part of the backbone learns too.
        var freed = model.Layers.First(l => l.Name.StartsWith("backbone/", StringComparison.Ordinal) && l.ClassName is "Conv2D" or "Dense").Name;
        model.SetTrainable(freed, true);
        before = Snapshot(model);
        Train(model);
        foreach (var (name, values) in Snapshot(model))
            if (name.StartsWith("head/", StringComparison.Ordinal) || name.StartsWith(freed + "/", StringComparison.Ordinal)) values.ShouldNotBe(before[name], name);
            else values.ShouldBe(before[name], name);

        // And all of it, statistics included.
        model.SetTrainable("", true);
        before = Snapshot(model);
        Train(model);
        Snapshot(model).Count(p => !p.Value.SequenceEqual(before[p.Key])).ShouldBeGreaterThan(4);
        // The network that was cut is as it was.
        foreach (var (mine, its) in original.Parameters.Where(p => backbone.Parameters.Any(b => b.Name == p.Name)).Zip(backbone.Parameters)) its.Values.ToArray().ShouldBe(mine.Values.ToArray());
    }

    [Fact]
    public void A_frozen_batch_normalization_keeps_and_uses_its_statistics()
    {
        using var model = Model.Sequential([Layers.Input(3), Layers.BatchNormalization(name: "bn"), Layers.Dense(1, name: "head")]);
        model.Parameters.Single(p => p.Name == "bn/moving_mean").Set([1, 2, 3]);
        model.SetTrainable("bn", false);
        var before = Snapshot(model);
        var x = Sines(3 * 4);
        var expected = Values(model, new() { [model.Inputs[0].Name] = Tensor.Create(x, [4, 3]) }, "bn");
        using (var frozen = Model.FromConfig(model.Source!.Stored.GetRawText()))
        {
            foreach (var (mine, its) in model.Parameters.Zip(frozen.Parameters)) its.Set(mine.Values);
            TrainingPass.Output(frozen, 4, x).ShouldBe([.. Values(frozen, new() { [frozen.Inputs[0].Name] = Tensor.Create(x, [4, 3]) }, "head")]);
        }
        Train(model);
        foreach (var (name, values) in Snapshot(model).Where(p => p.Key.StartsWith("bn/", StringComparison.Ordinal))) values.ShouldBe(before[name], name);
        Values(model, new() { [model.Inputs[0].Name] = Tensor.Create(x, [4, 3]) }, "bn").ShouldBe(expected);
        model.SetTrainable("bn", true);
        Train(model);
        Snapshot(model)["bn/moving_mean"].ShouldNotBe(before["bn/moving_mean"]);
    }

    [Fact]
    public void A_network_of_Keras_2_stays_one_inside_of_another()
    {
        // Keras 2's hard_sigmoid of 1 is 0.7, Keras 3's 2/3.
        using var old = Model.FromConfig("""
            {"class_name": "Sequential", "keras_version": "2.15.0", "config": {"name": "old", "layers": [
              {"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [null, 1]}},
              {"class_name": "Activation", "config": {"name": "a", "activation": "hard_sigmoid"}}]}}
            """);
        var x = Layers.Input(1);
        using var model = Model.Functional([x], [old.AsLayer().On(x)]);
        Values(model, new() { [model.Inputs[0].Name] = Tensor.Create(new float[] { 1 }, [1, 1]) }, model.Outputs[0].Name)[0].ShouldBe(0.7f, 1e-6f);
        using var cut = old.UpTo("a");
        Values(cut, new() { ["x"] = Tensor.Create(new float[] { 1 }, [1, 1]) }, "a")[0].ShouldBe(0.7f, 1e-6f);
    }

    [Fact]
    public void A_wrapper_takes_over_the_weights_of_its_model()
    {
        using var frame = Model.Sequential([Layers.Input(4), Layers.Dense(3), Layers.Dense(2)], seed: 5);
        var x = Layers.Input(3, 4);
        using var model = Model.Functional([x], [Layers.TimeDistributed(frame.AsLayer()).On(x)]);
        var values = Sines(12);
        Values(model, new() { [model.Inputs[0].Name] = Tensor.Create(values, [1, 3, 4]) }, model.Outputs[0].Name)
            .ShouldBe(Values(frame, new() { [frame.Inputs[0].Name] = Tensor.Create(values, [3, 4]) }, frame.Outputs[0].Name));
    }

    [Fact]
    public void Unknown_and_inner_layers_are_told()
    {
        using var model = Model.Load(Fixtures.Path("keras3", "net_nested.keras"));
        var inner = model.Layers.First(l => l.Name.Contains('/')).Name;
        Should.Throw<ArgumentException>(() => model.UpTo(inner)).Message.ShouldContain("nested model");
        Should.Throw<ArgumentException>(() => model.SetTrainable(inner + "z", false)).Message.ShouldContain("no layer");
        using var graph = new Model("bare", model.Graph, [], []);
        Should.Throw<InvalidOperationException>(() => graph.UpTo("x")).Message.ShouldContain("architecture");
        Should.Throw<ArgumentException>(() => graph.AsLayer()).Message.ShouldContain("architecture");
    }

    private static void Train(Model model)
    {
        model.Compile(new TfExplain.Training.Optimizers.SGD { LearningRate = 0.05f }, new TfExplain.Training.Losses.MeanSquaredError());
        int[] shape = [6, .. model.Inputs[0].Shape[1..]];
        var x = Tensor.Create(Sines(shape.Aggregate((a, b) => a * b)), [.. shape.Select(e => (nint)e)]);
        var width = model.Outputs[0].Shape[1];
        model.Fit(x, Tensor.Create(Sines(6 * width), [6, width]), epochs: 2, batchSize: 3, verbose: Verbosity.Silent);
    }

    private static Dictionary<string, float[]> Snapshot(Model model) => model.Parameters.ToDictionary(p => p.Name, p => p.Values.ToArray());

    private static Dictionary<string, Tensor<float>> Inputs(Model model) => model.Inputs.ToDictionary(i => i.Name, i =>
    {
        int[] extents = [2, .. i.Shape.Span[1..].ToArray().Select(e => e == Shape.Unknown ? 16 : e)];
        // Whole numbers for tables.
        var isIndex = model.Layers.Any(l => l.ClassName == "Embedding");
        float[] values = Sines(extents.Aggregate((a, b) => a * b));
        return Tensor.Create(isIndex ? [.. values.Select((_, n) => (float)(n % 3))] : values, [.. extents.Select(e => (nint)e)]);
    });

    private static float[] Values(Model model, Dictionary<string, Tensor<float>> inputs, string name) => [.. model.Run(inputs, name)[name]];

    private static float[] Sines(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(1.3f * i + 1))];
}
