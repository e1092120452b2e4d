using TfExplain.Data;
using TfExplain.Imaging;
using TfExplain.Imaging.Resampling;
using TfExplain.Training;

namespace TfExplain.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Image Picture(int width, int height, byte red) => new(width, height, 3, [.. Enumerable.Range(0, width * height * 3).Select(i => (byte)(i % 3 == 0 ? red : i))]);

    private void Save(Image picture, params string[] parts) => picture.SavePng(_folder.File(parts));

    private void Two()
    {
        Save(Picture(2, 2, 10), "dog", "b.png");
        Save(Picture(2, 2, 20), "dog", "a.png");
        Save(Picture(2, 2, 30), "dog", "more", "0.png");
        Save(Picture(2, 2, 40), "cat", "x.jpg");
        Save(Picture(2, 2, 50), "Zebra", "z");
        Save(Picture(2, 2, 60), "cat", ".hidden.png");
        Save(Picture(2, 2, 60), ".git", "a.png");
        File.WriteAllText(_folder.File("cat", "notes.txt"), "of no concern");
        File.WriteAllText(_folder.File("notes.txt"), "of no concern");
    }

    [Fact]
    public void Folders_are_classes_in_ordinal_order()
    {
        Two();
        var samples = ImageFolder.Open(_folder.Path, new() { Height = 2, Width = 2 });
        samples.ClassNames.ShouldBe(["Zebra", "cat", "dog"]);
        Enumerable.Range(0, samples.Count).Select(i => samples.Input(i)[0]).ShouldBe([50, 40, 20, 10, 30]);
        Enumerable.Range(0, samples.Count).Select(i => samples.Target(i)[0]).ShouldBe([0, 1, 2, 2, 2]);
        samples.Name(4).ShouldBe(Path.Combine("dog", "more", "0.png"));
        samples.InputShape.Span.ToArray().ShouldBe([2, 2, 3]);
        samples.InputRange.ShouldBe(new InputRange(0, 255));
    }

    [Fact]
    public void Targets_have_three_forms()
    {
        Two();
        var vectors = ImageFolder.Open(_folder.Path, new() { LabelMode = LabelMode.Categorical });
        vectors.Target(1).ShouldBe([0, 1, 0]);
        vectors.InputShape.Span.ToArray().ShouldBe([256, 256, 3]);
        var binary = ImageFolder.Open(_folder.Path, new() { LabelMode = LabelMode.Binary, ClassNames = ["dog", "cat"] });
        binary.TargetShape.Span.ToArray().ShouldBe([1]);
        binary.Target(3).ShouldBe([1]);
        binary.Count.ShouldBe(4);
        Should.Throw<DatasetException>(() => ImageFolder.Open(_folder.Path, new() { LabelMode = LabelMode.Binary })).Message.ShouldContain("found 3");
        Should.Throw<DatasetException>(() => ImageFolder.Open(_folder.Path, new() { ClassNames = ["dogs"] })).Message.ShouldContain("Did you mean 'dog'");
    }

    // A picture of 5 x 3 pixels to 2 x 2: whole, or its middle of 3 x 3.
    [Fact]
    public void Pictures_are_resized_whole_or_cropped_first()
    {
        var picture = Picture(5, 3, 7);
        Save(picture, "a", "a.png");
        var options = new ImageFolderOptions { Height = 2, Width = 2 };
        ImageFolder.Open(_folder.Path, options).Input(0).ShouldBe(TensorFlow.Bilinear().Resize(picture.ToSingles(), 3, 5, 3, 2, 2));
        var middle = picture.Crop(1, 0, 3, 3);
        ImageFolder.Open(_folder.Path, options with { CropToAspectRatio = true }).Input(0).ShouldBe(TensorFlow.Bilinear().Resize(middle.ToSingles(), 3, 3, 3, 2, 2));
        // keras smart_resize((3, 5), (4, 1)): int(5 * 4 / 1) and int(3 * 1 / 4), and at least a pixel here.
        ImageFolder.Open(_folder.Path, options with { Height = 4, Width = 1, CropToAspectRatio = true }).Input(0).Length.ShouldBe(12);
    }

    [Fact]
    public void Grey_is_one_channel_and_scaled()
    {
        var picture = Picture(2, 2, 200);
        Save(picture, "a", "a.png");
        var grey = ImageFolder.Open(_folder.Path, new() { Height = 2, Width = 2, ColorMode = ColorMode.Grayscale, Scale = 1.0 / 255 });
        grey.InputShape.Span.ToArray().ShouldBe([2, 2, 1]);
        grey.Input(0).ShouldBe(picture.ToGrey().Pixels.Select(p => p / 255f));
        grey.InputRange.ShouldBe(new InputRange(0, 1));
    }

    [Fact]
    public void All_wrong_files_are_listed()
    {
        Two();
        File.WriteAllText(_folder.File("dog", "text.png"), "no picture");
        File.WriteAllBytes(_folder.File("cat", "empty.jpg"), []);
        var error = Should.Throw<DatasetException>(() => ImageFolder.Open(_folder.Path));
        error.Message.ShouldContain("2 files are none");
        error.Message.ShouldContain($"{_folder.File("cat", "empty.jpg")}: the file is empty");
        error.Message.ShouldContain($"{_folder.File("dog", "text.png")}: begins with 6E6F207069637475");
    }

    [Fact]
    public void A_picture_damaged_further_in_is_named_when_it_is_read()
    {
        Two();
        File.WriteAllBytes(_folder.File("cat", "broken.png"), Picture(2, 2, 1).ToPng()[..40]);
        var samples = ImageFolder.Open(_folder.Path);
        using var loader = new BatchLoader(samples, 5, Enumerable.Range(0, samples.Count).ToArray(), threads: 2);
        var error = Should.Throw<DatasetException>(() => loader.Next(out _));
        error.Message.ShouldStartWith($"Cannot read sample 1, '{Path.Combine("cat", "broken.png")}': {_folder.File("cat", "broken.png")}");
    }

    [Fact]
    public void Folders_without_pictures_are_refused()
    {
        Should.Throw<DatasetException>(() => ImageFolder.Open(_folder.File("absent"))).Message.ShouldContain("nothing of that name");
        Should.Throw<DatasetException>(() => ImageFolder.Open(_folder.Path)).Message.ShouldContain("sub-folder for each class; found none");
        Directory.CreateDirectory(_folder.File("class", ".")[..^1]);
        Should.Throw<DatasetException>(() => ImageFolder.Open(_folder.Path)).Message.ShouldContain("expected pictures");
    }

    [Fact]
    public void A_split_is_by_the_seed_and_disjoint()
    {
        for (var i = 0; i < 10; i++) Save(Picture(1, 1, (byte)i), i < 5 ? "a" : "b", $"{i}.png");
        var options = new ImageFolderOptions { Height = 1, Width = 1 };
        var (train, validation) = ImageFolder.OpenSplit(_folder.Path, 0.2, 3, options);
        (train.Count, validation.Count).ShouldBe((8, 2));
        float[] Reds(Dataset samples) => [.. Enumerable.Range(0, samples.Count).Select(i => samples.Input(i)[0])];
        Reds(train).Concat(Reds(validation)).Order().ShouldBe(Enumerable.Range(0, 10).Select(i => (float)i));
        Reds(ImageFolder.OpenSplit(_folder.Path, 0.2, 3, options).Validation).ShouldBe(Reds(validation));
        foreach (var i in Enumerable.Range(0, 8)) train.Target(i)[0].ShouldBe(train.Input(i)[0] < 5 ? 0 : 1);
    }

    // Decoded by any number of threads the batches are the same.
    [Fact]
    public void Threads_do_not_change_the_numbers()
    {
        for (var i = 0; i < 12; i++) Save(Picture(4 + i, 5, (byte)(20 * i)), "a", $"{i:00}.png");
        var samples = ImageFolder.Open(_folder.Path, new() { Height = 3, Width = 3 });
        float[] All(int threads)
        {
            List<float> values = [];
            using var loader = new BatchLoader(samples, 5, BatchLoader.Order(12, 1, 1), prefetch: 2, threads);
            while (loader.Next(out var batch)) values.AddRange(batch.Inputs);
            return [.. values];
        }
        All(1).ShouldBe(All(5));
    }
}
