namespace TfExplain.Cli.Tests;

/// <summary>Mistakes in the command line: exit code 2, one line, the nearest name, and no results.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("explan x.png", "'explan'", "Did you mean 'explain'?")]
    [InlineData("explain CHELSEA --mehtod gradients", "'--mehtod'", "Did you mean '--method'?")]
    [InlineData("layers --modell x.h5", "'--modell'", "Did you mean '--model'?")]
    [InlineData("explain", "IMAGES")]
    [InlineData("explain CHELSEA --seed", "--seed")]
    [InlineData("explain CHELSEA --seed x", "--seed takes a whole number", "'x'")]
    [InlineData("explain CHELSEA --threads 0", "--threads takes a whole number from 1", "'0'")]
    [InlineData("explain CHELSEA --method grdients", "'grdients'", "Did you mean 'gradients'?")]
    [InlineData("explain CHELSEA --method ,", "--method names no method")]
    [InlineData("explain CHELSEA --class top:0", "--class top:K", "'0'")]
    [InlineData("explain CHELSEA --preprocess tff", "'tff'", "Did you mean 'tf'?")]
    [InlineData("explain CHELSEA --method gradients --layer head_relu", "--layer is for activations and grad-cam")]
    [InlineData("explain CHELSEA --set smoothgrad", "METHOD.PARAMETER=VALUE", "'smoothgrad'")]
    [InlineData("explain CHELSEA --method smoothgrad --set smoothgrad.sample=3", "'sample'", "Did you mean 'samples'?")]
    [InlineData("explain CHELSEA --method smoothgrad --set smothgrad.samples=3", "'smothgrad'", "Did you mean 'smoothgrad'?")]
    [InlineData("explain CHELSEA --method occlusion --set occlusion.stride=0", "occlusion.stride=0", "from 1")]
    [InlineData("explain CHELSEA --method occlusion --set occlusion.fill=men", "mean, value, blur, noise", "'men'")]
    [InlineData("explain CHELSEA --method gradients --set occlusion.stride=8", "'occlusion' is not asked for")]
    [InlineData("explain CHELSEA --method gradients --set gradients.x=1", "has no parameters")]
    [InlineData("explain CHELSEA --compat keras", "tf-explain-0.3.1", "'keras'")]
    [InlineData("explain CHELSEA --compat tf-explain-0.3.1 --method activations", "exactly one layer")]
    [InlineData("predict CHELSEA --top 0", "--top takes a whole number from 1")]
    [InlineData("methods grad-cm", "'grad-cm'", "Did you mean 'grad-cam'?")]
    [InlineData("explain CHELSEA --method gradients --class 1000", "class 1000", "0 to 999")]
    [InlineData("explain CHELSEA --method gradients --class -1", "class -1")]
    [InlineData("explain CHELSEA --method gradients --class tabbie", "'tabbie'", "Did you mean 'tabby'?")]
    [InlineData("explain CHELSEA --method grad-cam --layer head_rel", "'head_rel'", "Did you mean 'head_relu'?")]
    [InlineData("explain CHELSEA --method grad-cam --layer predictions", "'predictions'", "[N,h,w,channels]")]
    [InlineData("explain CHELSEA --model SMALL --method gradients", "--preprocess")]
    [InlineData("explain CHELSEA --model SMALL --preprocess tf --method gradients --class cat", "no labels")]
    public async Task A_mistake_is_one_line(string line, params string[] words)
    {
        string[] args = [.. line.Split(' ').Select(a => a switch { "CHELSEA" => Tool.Chelsea, "SMALL" => Tool.SmallModel, _ => a })];
        var outcome = args[0] == "explain" ? await _tool.ExplainAsync(args[1..]) : await Tool.RunAsync(args);
        outcome.ShouldFail(2, words);
        _tool.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task Verbose_shows_where_it_went_wrong()
    {
        var outcome = await _tool.ExplainAsync(Tool.Chelsea, "--method", "grdients", "--verbose");
        outcome.Code.ShouldBe(2);
        outcome.Error.ShouldContain("   at ");
    }
}
