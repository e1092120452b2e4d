using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TfExplain.Engine;
using TfExplain.Models.Keras;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Keras;

public class KerasGraphTests
{
    [Fact]
    public void Everything_that_is_not_supported_is_listed_in_one_error()
    {
        var json = Sequential("""{"class_name": "Doubler", "config": {"name": "first"}}""", Dense("second", "cube"),
            """{"class_name": "Lambda", "config": {"name": "third"}}""", """{"class_name": "TFOpLambda", "config": {"name": "fourth", "function": "linalg.svd"}}""");

        var error = Should.Throw<ModelFormatException>(() => Model.FromConfig(json));

        foreach (var word in (string[])["4 layers", "'first' (Doubler)", "'second'", "cube", "'third' (Lambda)", "'fourth'", "tf.linalg.svd"]) error.Message.ShouldContain(word);
    }

    [Fact]
    public void A_registered_layer_and_activation_are_used()
    {
        var options = new LoadOptions { Keras = KerasOptions.Default.With("Doubler", _ => new Doubler()).WithActivation("cube", (call, x) => call.Apply(new Engine.Operations.Multiply(), x, call.Apply(new Engine.Operations.Multiply(), x, x))) };
        using var model = Model.FromConfig(Sequential("""{"class_name": "Doubler", "config": {"name": "first"}}""", """{"class_name": "Activation", "config": {"name": "second", "activation": "cube"}}"""), options);

        var y = model.Predict(Tensor.Create([1f, 2f, 3f], [1, 3]));

        y.ToArray().ShouldBe([8f, 64f, 216f]);
    }

    [Fact]
    public void The_calls_of_a_shared_layer_have_their_own_names_and_one_set_of_weights()
    {
        using var model = Load("graph_shared_layer_siamese");

        model.Value("shared_conv").ShouldNotBeSameAs(model.Value("shared_conv@1"));
        model.Layers.Single(l => l.Name == "shared_conv").Calls.Count.ShouldBe(2);
        model.Parameters.Count(p => p.Name.StartsWith("shared_conv/", StringComparison.Ordinal)).ShouldBe(2);
        Should.Throw<ArgumentException>(() => model.Value("shared_con")).Message.ShouldContain("'shared_conv'");
    }

    [Fact]
    public void The_layers_of_nested_models_are_named_by_their_path()
    {
        using var model = Load("graph_nested_two_levels");

        model.Layers.Select(l => l.Name).ShouldBe(["middle/mid_conv", "middle/deep_model/deep_conv", "middle/deep_model/deep_bn", "middle/deep_model/deep_act", "middle/deep_model", "middle/mid_conv2", "middle/mid_add", "middle", "flat"], ignoreOrder: true);
        model.Parameters.ShouldContain(p => p.Name == "middle/deep_model/deep_bn/moving_variance" && !p.IsTrainable);
    }

    [Fact]
    public void Batch_and_size_may_be_unknown()
    {
        using var model = Load("graph_variable_size");
        model.Inputs[0].Shape.ShouldBe([Shape.Unknown, Shape.Unknown, Shape.Unknown, 3]);

        var small = model.Predict(Tensor.CreateFromShape<float>([1, 6, 5, 3]));
        var large = model.Predict(Tensor.CreateFromShape<float>([3, 21, 34, 3]));

        ((int)small.Lengths[0], (int)large.Lengths[0]).ShouldBe((1, 3));
        large.Lengths[1].ShouldBe(small.Lengths[1]);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_weight_that_is_not_a_finite_number_is_named(float bad)
    {
        var file = File.ReadAllBytes(Fixtures.Path("keras-layers", "dense_rank3.h5"));
        using (var model = Load("dense_rank3"))
        {
            var kernel = MemoryMarshal.AsBytes(model.Parameters.Single(p => p.Name == "dense/kernel").Values);
            var start = file.AsSpan().IndexOf(kernel);
            start.ShouldBeGreaterThan(0);
            MemoryMarshal.Write(file.AsSpan(start + 7 * sizeof(float)), bad);
        }
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "damaged.h5");
        File.WriteAllBytes(path, file);

        var error = Should.Throw<ModelFormatException>(() => Model.Load(path));

        foreach (var word in (string[])[path, "dense/kernel", "element 7", "finite"]) error.Message.ShouldContain(word);
    }

    [Theory]
    [InlineData("""{"class_name": "Conv1D", "config": {"name": "layer", "filters": 2, "kernel_size": [2], "dilation_rate": [-5]}}""", "dilation_rate")]
    [InlineData("""{"class_name": "Conv1D", "config": {"name": "layer", "filters": 2, "kernel_size": [40000], "dilation_rate": [2]}}""", "kernel_size")]
    [InlineData("""{"class_name": "MaxPooling1D", "config": {"name": "layer", "pool_size": [-2], "strides": [1]}}""", "pool_size")]
    [InlineData("""{"class_name": "AveragePooling1D", "config": {"name": "layer", "pool_size": [2], "strides": [0]}}""", "strides")]
    [InlineData("""{"class_name": "ZeroPadding1D", "config": {"name": "layer", "padding": [-1, 3]}}""", "padding")]
    [InlineData("""{"class_name": "Cropping1D", "config": {"name": "layer", "cropping": [0, -3]}}""", "cropping")]
    [InlineData("""{"class_name": "Conv1DTranspose", "config": {"name": "layer", "filters": 2, "kernel_size": [3], "strides": [2], "output_padding": [-2]}}""", "output padding")]
    [InlineData("""{"class_name": "UpSampling1D", "config": {"name": "layer", "size": [0]}}""", "size")]
    [InlineData("""{"class_name": "LSTM", "config": {"name": "layer", "units": -4}}""", "units")]
    public void Senseless_windows_are_refused_by_name(string layer, string setting)
    {
        var json = Sequential("""{"class_name": "RepeatVector", "config": {"name": "again", "n": 5}}""", layer);

        var error = Should.Throw<ModelFormatException>(() => Model.FromConfig(json));

        foreach (var word in (string[])["'layer'", setting]) error.Message.ShouldContain(word);
    }

    [Fact]
    public void Frozen_layers_have_no_trainable_weights()
    {
        using var model = Model.FromConfig(Sequential(
            """{"class_name": "Dense", "config": {"name": "frozen", "units": 2, "trainable": false}}""",
            Dense("free", "relu"),
            """{"class_name": "RepeatVector", "config": {"name": "again", "n": 4}}""",
            """{"class_name": "TimeDistributed", "config": {"name": "steps", "trainable": true, "layer": {"class_name": "Dense", "config": {"name": "inner", "units": 2, "trainable": false}}}}"""));

        model.Parameters.Where(p => p.IsTrainable).Select(p => p.Name).ShouldBe(["free/kernel", "free/bias"]);
        model.Parameters.Count.ShouldBe(6);
    }

    private static Model Load(string name) => Model.Load(Fixtures.Path("keras-layers", name + ".h5"));

    private static string Dense(string name, string activation) => $$$"""{"class_name": "Dense", "config": {"name": "{{{name}}}", "units": 2, "activation": "{{{activation}}}"}}""";

    private static string Sequential(params string[] layers) =>
        $$$"""{"class_name": "Sequential", "config": {"name": "net", "layers": [{"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [null, 3]}}, {{{string.Join(", ", layers)}}}]}}""";

    private sealed record Doubler : Layer
    {
        public override IReadOnlyList<KerasTensor> Call(LayerCall call) => [call.Apply(new Engine.Operations.Add(), call.Input, call.Input)];
    }
}
