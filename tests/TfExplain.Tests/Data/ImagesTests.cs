using TfExplain.Data;
using TfExplain.Training;

namespace TfExplain.Tests.Data;

public sealed class ImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Dataset Two(double scale) => Idx.Load(
        _folder.Write("images", 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 100, 255, 7, 8, 9),
        _folder.Write("labels", 0, 0, 8, 1, 0, 0, 0, 2, 4, 6), scale);

    // Whatever became of the pixels on their way, the picture has them as they were.
    [Theory]
    [InlineData(1.0 / 255, 1, 0, "unit")]
    [InlineData(1, 1, 0, "none")]
    [InlineData(1.0 / 255, 2, -1, "tf")]
    [InlineData(1.0 / 255, -3, 0.25, "custom")]
    public void Samples_keep_their_numbers_and_get_their_pictures_back(double scale, float factor, float offset, string name)
    {
        var samples = Two(scale).Scale(factor, offset);
        var batch = Images.Of(samples);
        batch.Count.ShouldBe(2);
        batch[0].Picture!.Pixels.ShouldBe([0, 100, 255]);
        batch[1].Picture!.Pixels.ShouldBe([7, 8, 9]);
        batch[0].Preprocessing!.Name.ShouldBe(name);
        batch[1].Values.ToArray().ShouldBe(samples.Input(1));
        batch[1].Name.ShouldBe("sample 1");
    }

    [Fact]
    public void Some_samples_are_chosen()
    {
        Images.Of(Two(1), [1]).ShouldHaveSingleItem().Name.ShouldBe("sample 1");
        Two(1).ToBatch(1).ShouldHaveSingleItem().Name.ShouldBe("sample 0");
        Two(1).ToBatch(9).Count.ShouldBe(2);
        Images.Of(Two(1), [0], Preprocessing.Unit)[0].Preprocessing.ShouldBe(Preprocessing.Unit);
    }

    [Fact]
    public void Numbers_of_unknown_origin_have_a_picture_of_their_range()
    {
        var batch = Images.Of(Dataset.FromArrays(new[] { -4f, 0, 4 }, [1, 3, 1], new float[1], []));
        batch[0].Preprocessing.ShouldBeNull();
        batch[0].Picture!.Pixels.ShouldBe([0, 128, 255]);
    }

    [Fact]
    public void Samples_have_classes()
    {
        Images.Classes(Two(1)).ShouldBe([4, 6]);
        Images.Classes(Two(1).OneHot(8)).ShouldBe([4, 6]);
    }

    [Fact]
    public void What_is_no_picture_is_refused()
    {
        Should.Throw<ArgumentException>(() => Images.Of(Dataset.FromArrays(new float[2], [2], new float[1], []))).Message.ShouldContain("[H,W,C]; found [2]");
        Should.Throw<ArgumentException>(() => Images.Of(Two(1).Take(0))).Message.ShouldContain("no image");
    }
}
