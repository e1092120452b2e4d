using TfExplain.Data;
using TfExplain.Imaging.Arrays;
using TfExplain.Training;

namespace TfExplain.Tests.Data;

public sealed class NpzFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Save(params (string Name, NpyArray Array)[] arrays)
    {
        NpzArchive.Save(_folder.File("a.npz"), arrays.Select(a => KeyValuePair.Create(a.Name, a.Array)));
        return _folder.File("a.npz");
    }

    [Fact]
    public void Keras_names_give_training_and_test()
    {
        var path = Save(
            ("x_train", new(new byte[] { 0, 51, 102, 255, 1, 2, 3, 4 }, 2, 2, 2)), ("y_train", new(new byte[] { 5, 0 }, 2)),
            ("x_test", new(new byte[] { 255, 0, 0, 0 }, 1, 2, 2)), ("y_test", new(new long[] { 4 }, 1)));
        var (train, test) = NpzFile.LoadTrainTest(path);
        train.Count.ShouldBe(2);
        train.InputShape.Span.ToArray().ShouldBe([2, 2, 1]);
        train.Input(0).ShouldBe([0, 51 / 255f, 102 / 255f, 1]);
        train.Target(0).ShouldBe([5]);
        test.Target(0).ShouldBe([4]);
        NpzFile.LoadTrainTest(path, scale: 1).Train.Input(1).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void Other_numbers_are_taken_as_they_are()
    {
        var path = Save(("x", new(new[] { 1.5, -2, 3, 4 }, 2, 2)), ("y", new(new[] { 1f, 0, 0, 1 }, 2, 2)));
        var samples = NpzFile.Load(path, classNames: ["a", "b"]);
        samples.Input(0).ShouldBe([1.5f, -2]);
        samples.Target(1).ShouldBe([0, 1]);
        samples.ClassNames.ShouldBe(["a", "b"]);
        NpzFile.Load(path, scale: 2).Input(1).ShouldBe([6, 8]);
    }

    [Fact]
    public void Archives_that_hold_no_samples_are_refused()
    {
        Should.Throw<DatasetException>(() => NpzFile.LoadTrainTest(Save(("x", new(new float[2], 2)), ("y", new(new float[2], 2))))).Message.ShouldContain("array 'x_train'; found x, y");
        Should.Throw<DatasetException>(() => NpzFile.Load(Save(("x", new(new float[2], 2)), ("y", new(new float[3], 3))))).Message.ShouldContain("as inputs 'x', 2; found 3");
        Should.Throw<DatasetException>(() => NpzFile.Load(Save(("x", new(new float[2], 2)), ("y", new(new[] { "a", "b" }, 2))))).Message.ShouldContain("expected numbers");
        Should.Throw<DatasetException>(() => NpzFile.Load(Save(("x", new(new float[2], 2)), ("y", new(new[] { 0, 1L << 40 }, 2))))).Message.ShouldContain("float32 holds exactly");
        Should.Throw<DatasetException>(() => NpzFile.Load(_folder.Write("b.npz", 1, 2, 3))).Message.ShouldContain("ZIP");
    }
}
