using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using TfExplain.Imaging.Arrays;
using TfExplain.Testing;

namespace TfExplain.Models.Tests.Applications;

/// <summary>Weights beside an architecture, as Keras 2 and 3 write them.</summary>
public class WeightFileTests
{
    private static readonly LoadOptions s_small = new() { ConfigPath = File("small.config.json") };

    [Theory]
    [InlineData("small.h5")]
    [InlineData("small.weights.h5")]
    [InlineData("small_splitnames.h5")]
    [InlineData("small_oldnames.h5")]
    [InlineData("small_model.h5")]
    public void Every_form_of_the_weights_gives_the_same_outputs(string name)
    {
        using var model = Model.Load(File(name), s_small);
        using var arrays = NpzArchive.Open(File("small.npz"));

        Compare(model, arrays["x"], arrays["y"]);
    }

    [Theory]
    [InlineData("small.h5")]
    [InlineData("small.weights.h5")]
    public void An_architecture_beside_the_weights_is_found(string name)
    {
        using var model = Model.Load(File(name));

        model.Parameters.ShouldAllBe(p => p.IsSet);
    }

    [Fact]
    public void Layers_are_matched_by_name_where_asked()
    {
        using var model = Model.Load(File("small.h5"), s_small with { WeightsByName = true });
        using var arrays = NpzArchive.Open(File("small.npz"));

        Compare(model, arrays["x"], arrays["y"]);
        Should.Throw<ModelFormatException>(() => Model.Load(File("small_oldnames.h5"), s_small with { WeightsByName = true })).Message.ShouldContain("conv2d_1");
    }

    [Theory]
    [InlineData("bad_wrong_shape.h5", "conv2d_1/kernel", "[3,3,3,4]", "[3,3,3,3]")]
    [InlineData("bad_wrong_shape.weights.h5", "conv2d_1/kernel", "[3,3,3,4]")]
    [InlineData("bad_fewer_weights.h5", "batch_normalization_1", "4 weights", "3")]
    [InlineData("bad_fewer_layers.h5", "8 layers", "9 layers")]
    [InlineData("bad_missing_dataset.h5", "bias:0")]
    [InlineData("bad_missing_variable.weights.h5", "dense")]
    [InlineData("bad_no_layer_names.h5", "layer_names")]
    [InlineData("bad_truncated.h5", "truncated")]
    [InlineData("bad_truncated.weights.h5", "truncated")]
    public void Weights_that_do_not_fit_are_rejected_with_the_reason(string name, params string[] words)
    {
        var error = Should.Throw<ModelFormatException>(() => Model.Load(File(name), s_small));

        error.Message.ShouldStartWith(File(name));
        foreach (var word in words) error.Message[File(name).Length..].ShouldContain(word);
    }

    [Theory]
    [InlineData("mobilenet_0.25_128_notop.h5")]
    [InlineData("mobilenet_0.25_128_notop.weights.h5")]
    public void A_published_form_of_the_weights_fits_its_network(string name)
    {
        using var config = new TemporaryFile(NarrowMobileNet());
        using var model = Model.Load(File(name), new() { ConfigPath = config.Path });
        using var photos = NpzArchive.Open(Fixtures.Path("applications", "images_128.npz"));
        using var arrays = NpzArchive.Open(File("mobilenet_0.25_128_notop.npz"));

        Compare(model, new NpyArray(ApplicationFixture.Preprocess(photos["chelsea"].ToUInt8s(), "tf"), 1, 128, 128, 3), arrays["y"]);
        Should.Throw<ModelFormatException>(() => Model.Load(File("bad_truncated_mobilenet.h5"), new() { ConfigPath = config.Path })).Message.ShouldContain("truncated");
    }

    /// <summary>MobileNet with alpha = 0.25 for 128 x 128 pixels without its top, from the full one.</summary>
    private static string NarrowMobileNet()
    {
        var network = JsonNode.Parse(ApplicationFixture.Config("MobileNet"))!;
        var layers = network["config"]!["layers"]!.AsArray();
        layers[0]!["config"]!["batch_input_shape"] = new JsonArray(null, 128, 128, 3);
        while ((string)layers[^1]!["config"]!["name"]! != "conv_pw_13_relu") layers.RemoveAt(layers.Count - 1);
        foreach (var layer in layers)
            if (layer!["config"]!["filters"] is { } filters) layer["config"]!["filters"] = (int)filters / 4;
        network["config"]!["output_layers"] = new JsonArray(new JsonArray("conv_pw_13_relu", 0, 0));
        return network.ToJsonString();
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string text) => System.IO.File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => System.IO.File.Delete(Path);
    }

    private static void Compare(Model model, NpyArray x, NpyArray y)
    {
        var result = model.Predict(Tensor.Create(x.ToSingles(), [.. x.Shape.Select(e => (nint)e)]));

        var (ours, expected) = (new float[result.FlattenedLength], y.ToSingles());
        result.FlattenTo(ours);
        ours.Length.ShouldBe(expected.Length);
        var tolerance = 2e-6 + 1e-5 * expected.Max(Math.Abs);
        for (var i = 0; i < ours.Length; i++) ((double)ours[i]).ShouldBe(expected[i], tolerance);
    }

    private static string File(string name) => Fixtures.Path("applications", "files", name);
}
