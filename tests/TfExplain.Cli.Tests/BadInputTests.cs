using System.Runtime.InteropServices;
using TfExplain.Imaging;
using TfExplain.Imaging.Arrays;

namespace TfExplain.Cli.Tests;

/// <summary>Files that cannot be used: exit code 1, one line that names the file, and no results.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_missing_image_suggests_its_neighbour()
    {
        _tool.WritePicture("chelsea.png");
        await ShouldFail(_tool.PathOf("chelsee.png"), "chelsee.png", "Did you mean 'chelsea.png'?");
    }

    [Fact]
    public Task An_empty_image() => ShouldFail(_tool.Write("empty.png", []), "empty.png");

    [Fact]
    public Task A_cut_image() => ShouldFail(_tool.Write("cut.png", File.ReadAllBytes(Tool.Chelsea)[..5000]), "cut.png");

    [Fact]
    public Task A_file_of_another_format() => ShouldFail(_tool.Write("text.jpg", "not a picture at all"u8.ToArray()), "text.jpg");

    [Fact]
    public async Task An_image_that_declares_a_huge_size()
    {
        var png = new Image(4, 4, 3).ToPng();
        png.AsSpan(16, 8).Fill(0x7F);
        await ShouldFail(_tool.Write("huge.png", png), "huge.png");
    }

    [Fact]
    public async Task A_folder_without_images()
    {
        Directory.CreateDirectory(_tool.PathOf("none"));
        await ShouldFail(_tool.PathOf("none"), "holds no images");
    }

    [Fact]
    public Task A_pattern_without_matches() => ShouldFail(_tool.PathOf("*.png"), "matches no image");

    [Theory]
    [InlineData(new[] { 5, 10, 3 }, "[8,10,3]", "[5,10,3]")]
    [InlineData(new[] { 20, 3 }, "[N,H,W,C]", "[20,3]")]
    public Task Numbers_of_another_shape(int[] shape, params string[] words) =>
        ShouldFail(Npy(new float[shape.Aggregate(1, (a, b) => a * b)], shape), words);

    [Fact]
    public async Task Numbers_that_are_not_finite()
    {
        var values = new float[8 * 10 * 3];
        values[7] = float.NaN;
        await ShouldFail(Npy(values, 8, 10, 3), "input.npy", "NaN", "element 7");
    }

    [Fact]
    public Task Numbers_of_another_type() => ShouldFail(Npy(new long[8 * 10 * 3], 8, 10, 3), "Int64");

    [Fact]
    public Task A_cut_array() => ShouldFail(_tool.Write("cut.npy", new NpyArray(new float[100], 100).ToBytes()[..90]), "cut.npy");

    [Fact]
    public async Task A_missing_model() => (await _tool.ExplainAsync(Tool.Chelsea, "--model", _tool.PathOf("no.h5"))).ShouldFail(1, "no.h5");

    [Fact]
    public async Task A_folder_as_model() => (await _tool.ExplainAsync(Tool.Chelsea, "--model", _tool.Folder)).ShouldFail(1, "is a folder");

    [Theory]
    [InlineData(0)]
    [InlineData(3000)]
    [InlineData(30000)]
    public async Task A_cut_model(int length) =>
        (await _tool.ExplainAsync(Tool.Chelsea, "--model", _tool.Write("cut.h5", File.ReadAllBytes(Tool.SmallModel)[..length]))).ShouldFail(1, "cut.h5");

    [Fact]
    public async Task A_picture_as_model() => (await _tool.ExplainAsync(Tool.Chelsea, "--model", Tool.Chelsea)).ShouldFail(1, "chelsea.png");

    [Fact]
    public async Task Weights_that_are_not_finite_are_named()
    {
        string name;
        var file = File.ReadAllBytes(Tool.SmallModel);
        using (var model = Model.Load(Tool.SmallModel))
        {
            var weight = model.Parameters[0];
            name = weight.Name;
            var at = file.AsSpan().IndexOf(MemoryMarshal.AsBytes(weight.Values[..4]));
            at.ShouldBeGreaterThan(0);
            MemoryMarshal.AsBytes<float>(new[] { float.NaN }).CopyTo(file.AsSpan(at));
        }
        (await _tool.ExplainAsync(_tool.WritePicture("cat.png"), "--model", _tool.Write("nan.h5", file), "--preprocess", "unit", "--method", "gradients")).ShouldFail(1, "NaN", name);
        _tool.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task Labels_for_another_number_of_classes()
    {
        var labels = _tool.Write("labels.txt", "cat\ndog\n"u8.ToArray());
        (await _tool.ExplainAsync(Tool.Chelsea, "--labels", labels)).ShouldFail(1, "labels.txt", "1000", "2");
    }

    [Fact]
    public async Task A_card_that_is_damaged()
    {
        _tool.Write("m.h5", File.ReadAllBytes(Tool.SmallModel));
        _tool.Write("m.json", "{\"preprocessing\": {\"mode\": \"tf\", \"corp\": 1}}"u8.ToArray());
        (await _tool.ExplainAsync(Tool.Chelsea, "--model", _tool.PathOf("m.h5"))).ShouldFail(1, "m.json", "'corp'", "Did you mean 'crop'?");
    }

    [Fact]
    public async Task An_output_folder_that_is_a_file() =>
        (await Tool.RunAsync("explain", Tool.Chelsea, "--method", "gradients", "--out", _tool.Write("file", [1]))).ShouldFail(1, "is a file");

    [Fact]
    public async Task An_output_folder_that_cannot_be_created() =>
        (await Tool.RunAsync("explain", Tool.Chelsea, "--method", "gradients", "--out", Path.Combine(_tool.Write("file", [1]), "below"))).ShouldFail(1, "cannot be created");

    [Fact]
    public async Task A_result_that_cannot_be_written_leaves_none()
    {
        Directory.CreateDirectory(Path.Combine(_tool.Results, "cat.gradients.npy"));
        (await _tool.ExplainAsync(_tool.WritePicture("cat.png"), "--model", Tool.SmallModel, "--preprocess", "unit", "--method", "gradients")).ShouldFail(1, "cat.gradients.npy", "a folder has that name");
        _tool.Files().ShouldBe(["cat.gradients.npy"]);
    }

    private string Npy(Array values, params int[] shape) => _tool.Write("input.npy", new NpyArray(values, shape).ToBytes());

    private async Task ShouldFail(string image, params string[] words)
    {
        (await _tool.ExplainAsync(image, "--model", Tool.SmallModel, "--preprocess", "unit", "--method", "gradients")).ShouldFail(1, words);
        _tool.Files().ShouldBeEmpty();
    }
}
