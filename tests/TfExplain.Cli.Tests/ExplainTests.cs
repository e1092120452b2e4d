using System.Text.Json;
using TfExplain.Imaging;
using TfExplain.Imaging.Arrays;

namespace TfExplain.Cli.Tests;

/// <summary>What <c>explain</c> and <c>predict</c> give.</summary>
public sealed class ExplainTests : IDisposable
{
    private static readonly string[] Small = ["--model", Tool.SmallModel, "--preprocess", "unit"];

    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task The_default_model_knows_the_cat()
    {
        var outcome = await _tool.ExplainAsync(Tool.Chelsea, "--method", "gradients,grad-cam", "--json");
        outcome.Code.ShouldBe(0, outcome.Error);
        outcome.Error.ShouldBeEmpty();
        _tool.Files().ShouldBe(["chelsea.grad-cam.npy", "chelsea.grad-cam.png", "chelsea.gradients.npy", "chelsea.gradients.png", "chelsea.receipt.json", "chelsea.sheet.png"]);
        using var json = JsonDocument.Parse(outcome.Output);
        json.RootElement.GetProperty("image").GetString().ShouldBe(Tool.Chelsea);
        var first = json.RootElement.GetProperty("predictions")[0];
        first.GetProperty("index").GetInt32().ShouldBe(282);
        first.GetProperty("label").GetString().ShouldBe("tiger cat");
        first.GetProperty("score").GetDouble().ShouldBe(0.382, 0.005);
        var cam = json.RootElement.GetProperty("explanations")[1];
        cam.GetProperty("method").GetString().ShouldBe("grad-cam");
        cam.GetProperty("layer").GetString().ShouldBe("head_relu");
        cam.GetProperty("class").GetInt32().ShouldBe(282);
        cam.GetProperty("score").GetDouble().ShouldBe(0.382, 0.005);
        NpyArray.Load(cam.GetProperty("npy").GetString()!).Shape.ShouldBe([7, 7, 1]);
        Image.Load(cam.GetProperty("png").GetString()!).Width.ShouldBe(224);
        using var receipt = JsonDocument.Parse(File.ReadAllBytes(cam.GetProperty("receipt").GetString()!));
        receipt.RootElement.GetProperty("explanations").GetArrayLength().ShouldBe(2);
        Image.Load(Path.Combine(_tool.Results, "chelsea.sheet.png")).Width.ShouldBeGreaterThan(2 * 224);
    }

    [Fact]
    public async Task Predict_prints_the_likeliest_classes()
    {
        var outcome = await Tool.RunAsync("predict", Tool.Chelsea, Tool.Coffee, "--top", "2");
        outcome.Code.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldContain("tiger cat (282)");
        outcome.Output.ShouldContain("espresso (967)");
        outcome.Output.TrimEnd().Split('\n').Length.ShouldBe(6);
    }

    [Fact]
    public async Task Every_method_runs()
    {
        var outcome = await _tool.ExplainAsync([_tool.WritePicture("cat.png"), .. Small, "--method", "all", "--set", "integrated-gradients.max_steps=32"]);
        outcome.Code.ShouldBe(0, outcome.Error);
        foreach (var method in Methods.All) _tool.Files().ShouldContain($"cat.{method.Name}.png");
    }

    [Fact]
    public async Task The_preset_of_another_library_runs()
    {
        var outcome = await _tool.ExplainAsync([_tool.WritePicture("cat.png"), .. Small, "--compat", "tf-explain-0.3.1", "--method", "all", "--layer", "separable_conv2d", "--set", "occlusion.patch_size=4"]);
        outcome.Code.ShouldBe(0, outcome.Error);
        foreach (var method in Methods.TfExplain031) _tool.Files().ShouldContain($"cat.{method.Name}.png");
        File.ReadAllText(Path.Combine(_tool.Results, "cat.receipt.json")).ShouldContain(Compat.TfExplain031.Preset);
    }

    [Fact]
    public async Task Classes_and_layers_name_the_files()
    {
        var outcome = await _tool.ExplainAsync([_tool.WritePicture("cat.png"), .. Small, "--method", "grad-cam", "--class", "top:2", "--layer", "sequential/conv2d,re_lu"]);
        outcome.Code.ShouldBe(0, outcome.Error);
        var maps = _tool.Files().Where(f => f.EndsWith(".npy", StringComparison.Ordinal)).ToList();
        maps.Count.ShouldBe(4);
        maps.Count(f => f.Contains("sequential_conv2d", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Equal_names_from_two_folders_do_not_meet()
    {
        var outcome = await _tool.ExplainAsync([_tool.WritePicture("a/cat.png"), _tool.WritePicture("b/cat.png", 90), .. Small, "--method", "gradients"]);
        outcome.Code.ShouldBe(0, outcome.Error);
        _tool.Files().ShouldBe(["cat-2.gradients.npy", "cat-2.gradients.png", "cat-2.receipt.json", "cat-2.sheet.png", "cat.gradients.npy", "cat.gradients.png", "cat.receipt.json", "cat.sheet.png"]);
        File.ReadAllBytes(Path.Combine(_tool.Results, "cat.gradients.npy")).ShouldNotBe(File.ReadAllBytes(Path.Combine(_tool.Results, "cat-2.gradients.npy")));
    }

    [Fact]
    public async Task A_bad_file_does_not_stop_the_others()
    {
        var shape = _tool.Write("c.npy", new NpyArray(new float[12], 2, 2, 3).ToBytes());
        var outcome = await _tool.ExplainAsync([_tool.Write("a.png", [1, 2, 3]), shape, _tool.WritePicture("b.png"), .. Small, "--method", "gradients"]);
        outcome.Code.ShouldBe(1);
        outcome.Error.TrimEnd().Split('\n').Length.ShouldBe(2);
        outcome.Error.ShouldContain("a.png");
        outcome.Error.ShouldContain("c.npy");
        _tool.Files().ShouldContain("b.gradients.png");
    }

    [Fact]
    public async Task A_folder_and_a_pattern_name_their_images_once()
    {
        _tool.WritePicture("in/b.png");
        _tool.WritePicture("in/a.png");
        _tool.Write("in/notes.txt", [1]);
        var outcome = await Tool.RunAsync(["predict", _tool.PathOf("in"), _tool.PathOf("**/*.png"), .. Small, "--json"]);
        outcome.Code.ShouldBe(0, outcome.Error);
        var names = outcome.Output.TrimEnd().Split('\n').Select(l => Path.GetFileName(JsonDocument.Parse(l).RootElement.GetProperty("image").GetString()));
        names.ShouldBe(["a.png", "b.png"]);
    }

    [Fact]
    public async Task Arrays_give_what_the_photograph_gives()
    {
        var photograph = _tool.WritePicture("cat.png");
        var pixels = Image.Load(photograph).Pixels;
        var floats = Array.ConvertAll(pixels, p => p / 255f);
        var numbers = _tool.Write("numbers.npy", new NpyArray(floats.Concat(floats).ToArray(), 2, 8, 10, 3).ToBytes());
        NpzArchive.Save(_tool.PathOf("pixels.npz"), [new("x", new NpyArray(pixels, 8, 10, 3))]);
        var outcome = await _tool.ExplainAsync([photograph, numbers, _tool.PathOf("pixels.npz"), .. Small, "--method", "integrated-gradients", "--set", "integrated-gradients.max_steps=32"]);
        outcome.Code.ShouldBe(0, outcome.Error);
        var expected = Map("cat");
        foreach (var name in new[] { "numbers-0", "numbers-1", "pixels" }) Map(name).ShouldBe(expected, name);

        byte[] Map(string name) => File.ReadAllBytes(Path.Combine(_tool.Results, name + ".integrated-gradients.npy"));
    }

    [Fact]
    public async Task The_numbers_are_the_same_for_any_number_of_threads()
    {
        var picture = _tool.WritePicture("cat.png");
        string[] args = [picture, .. Small, "--method", "smoothgrad", "--seed", "7"];
        (await _tool.ExplainAsync([.. args, "--threads", "1"])).Code.ShouldBe(0);
        var one = File.ReadAllBytes(Path.Combine(_tool.Results, "cat.smoothgrad.npy"));
        (await _tool.ExplainAsync([.. args, "--threads", "3"])).Code.ShouldBe(0);
        File.ReadAllBytes(Path.Combine(_tool.Results, "cat.smoothgrad.npy")).ShouldBe(one);
    }

    [Fact]
    public async Task A_warning_is_printed_and_written()
    {
        var outcome = await _tool.ExplainAsync(Tool.Chelsea, "--method", "integrated-gradients", "--set", "integrated-gradients.steps=2", "--set", "integrated-gradients.max_steps=2");
        outcome.Output.ShouldContain("! integrated-gradients: completeness gap");
        File.ReadAllText(Path.Combine(_tool.Results, "chelsea.receipt.json")).ShouldContain("completeness gap");
    }
}
