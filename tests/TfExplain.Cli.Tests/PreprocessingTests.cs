using TfExplain.Testing;

namespace TfExplain.Cli.Tests;

/// <summary>Where the preprocessing comes from: the option, the model's card, or a layer of the model.</summary>
public sealed class PreprocessingTests : IDisposable
{
    private static readonly string Rescaling = Fixtures.Path("keras-layers", "rescaling.h5");

    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_model_that_rescales_gets_pixels_as_they_are()
    {
        var guessed = await Tool.RunAsync("predict", _tool.WritePicture("cat.png"), "--model", Rescaling);
        guessed.Code.ShouldBe(0, guessed.Error);
        guessed.Error.ShouldContain("normalises pixels by itself (layer 'scale')");
        var told = await Tool.RunAsync("predict", _tool.PathOf("cat.png"), "--model", Rescaling, "--preprocess", "none");
        told.Error.ShouldBeEmpty();
        told.Output.ShouldBe(guessed.Output);
    }

    [Fact]
    public async Task A_default_method_that_does_not_fit_is_left_out_with_a_word()
    {
        var outcome = await _tool.ExplainAsync(_tool.WritePicture("cat.png"), "--model", Rescaling, "--preprocess", "none");
        outcome.Code.ShouldBe(0, outcome.Error);
        outcome.Error.ShouldContain("grad-cam is left out");
        _tool.Files().ShouldContain("cat.gradients.png");
        (await _tool.ExplainAsync(_tool.PathOf("cat.png"), "--model", Rescaling, "--preprocess", "none", "--method", "grad-cam")).ShouldFail(2, "class activation map");
    }

    [Fact]
    public async Task A_card_tells_the_normalisation_and_the_labels()
    {
        _tool.Write("m.h5", File.ReadAllBytes(Tool.SmallModel));
        _tool.Write("m.json", "{\"preprocessing\": {\"divisor\": 255, \"mean\": [0.485, 0.456, 0.406], \"deviation\": [0.229, 0.224, 0.225]}, \"labels\": \"names.txt\"}"u8.ToArray());
        _tool.Write("names.txt", "n1\ta\nn2\tb\nn3\tc\nn4\td\nn5\te\nn6\tf\nn7\tg\n"u8.ToArray());
        var picture = _tool.WritePicture("cat.png");
        var carded = await Tool.RunAsync("predict", picture, "--model", _tool.PathOf("m.h5"), "--top", "7");
        carded.Code.ShouldBe(0, carded.Error);
        carded.Output.ShouldContain("a (0)");
        var told = await Tool.RunAsync("predict", picture, "--model", Tool.SmallModel, "--preprocess", "torch", "--labels", _tool.PathOf("names.txt"), "--top", "7");
        told.Output.ShouldBe(carded.Output);
        var other = await Tool.RunAsync("predict", picture, "--model", _tool.PathOf("m.h5"), "--preprocess", "none", "--top", "7");
        other.Output.ShouldNotBe(carded.Output);
    }

    [Fact]
    public void An_architecture_is_no_card() => ModelCard.Load(_tool.Write("config.json", "{\"class_name\": \"Functional\", \"config\": {}}"u8.ToArray())).ShouldBeNull();

    [Fact]
    public void The_default_model_says_where_it_is_from()
    {
        var card = ModelCard.Beside(Path.Combine(Fixtures.Root, "models", "efficientnet_lite0.h5"))!;
        card.Licence.ShouldBe("Apache-2.0");
        card.Preprocessing!.Crop.ShouldBe(0.875);
        ClassLabels.Load(card.LabelsPath!).Count.ShouldBe(1000);
    }
}
