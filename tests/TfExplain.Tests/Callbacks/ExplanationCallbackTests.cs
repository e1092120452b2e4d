using TfExplain.Data;
using TfExplain.Engine;
using TfExplain.Imaging;
using TfExplain.TensorBoard;
using TfExplain.Training;

namespace TfExplain.Tests.Callbacks;

/// <summary>Explanations while a network learns: pictures and numbers at the right moments, and numbers that are what they are called.</summary>
public sealed class ExplanationCallbackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("explanations").FullName;
    private readonly Model _model = TinyTraining.Network();
    private readonly ImageBatch _images = Images.Of(TinyTraining.Data().Take(3));

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public void Numbers_over_the_epochs()
    {
        using var callback = new ExplanationCallback(new GradCam(), _images, Target.Class(1), _folder) { RunName = "run", Boxes = [new Box(0, 0, 3, 2)] };
        var expected = new List<Dictionary<string, double>>();
        float[][]? before = null;
        var check = new LambdaCallback
        {
            EpochEnd = (run, _, _) =>
            {
                var maps = callback.Latest!.Maps.Select(m => m.Values.ToArray()).ToArray();
                callback.Latest.Maps[0].Shape.ShouldBe([6, 6, 1]);
                expected.Add(new()
                {
                    ["score"] = Enumerable.Range(0, 3).Average(i => (double)Predictions.Of(run.Model, _images).Output(i, 1)),
                    ["gini"] = maps.Average(Gini),
                    ["inside"] = maps.Average(m => Enumerable.Range(0, 36).Where(p => p / 6 < 2 && p % 6 < 3).Sum(p => Math.Abs((double)m[p])) / m.Sum(v => Math.Abs((double)v))),
                    ["drift"] = before is null ? double.NaN : before.Zip(maps).Average(p => 1 - Dot(p.First, p.Second) / Math.Sqrt(Dot(p.First, p.First) * Dot(p.Second, p.Second))),
                });
                before = maps;
            },
        };
        var history = Fit(4, callback, check);
        var events = EventReader.Read(Path.Combine(_folder, "run"));
        events.Problems.ShouldBeEmpty();
        foreach (var name in new[] { "score", "gini", "inside", "drift" })
        {
            var logged = events.Events.OfType<ValueEvent>().Where(e => e.Tag == $"grad-cam/{name}").ToDictionary(e => (int)e.Step, e => e.Scalar!.Value);
            logged.Keys.ShouldBe(name == "drift" ? [1, 2, 3] : [0, 1, 2, 3]);
            for (var epoch = 0; epoch < 4; epoch++)
            {
                if (name == "drift" && epoch == 0)
                {
                    history["grad-cam/drift"][0].ShouldBe(double.NaN);
                    continue;
                }
                history[$"grad-cam/{name}"][epoch].ShouldBe(expected[epoch][name], 1e-9, $"{name} of epoch {epoch}");
                logged[epoch].ShouldBe((float)expected[epoch][name], 1e-6, $"{name} of epoch {epoch}");
            }
        }
        history["grad-cam/drift"].Skip(1).ShouldAllBe(d => d > 0 && d < 2);
    }

    [Theory]
    [InlineData(1, new long[] { 0, 1, 2, 3 })]
    [InlineData(2, new long[] { 0, 2 })]
    [InlineData(3, new long[] { 0, 3 })]
    public void Pictures_every_so_many_epochs(int every, long[] steps)
    {
        using var callback = new ExplanationCallback(new GradCam(), _images, null, _folder) { RunName = "run", Every = Every.Epochs(every), Tag = "cam" };
        Fit(4, callback);
        var pictures = EventReader.Read(callback.Folder).Events.OfType<ValueEvent>().Where(e => e.Tag == "cam").ToList();
        pictures.Select(p => p.Step).ShouldBe(steps);
        // Three tiles of 6 x 6 pixels, each enlarged 19 times, with gaps of 4 around.
        var picture = Image.Load(pictures[^1].Pictures.Single(), "picture");
        picture.Pixels.ShouldBe(callback.LatestPicture!.Pixels);
        (picture.Width, picture.Height).ShouldBe((3 * 6 * 19 + 4 * 4, 6 * 19 + 2 * 4));
    }

    [Fact]
    public void Pictures_every_so_many_steps_and_no_numbers_in_the_history()
    {
        using var callback = new ExplanationCallback(new GradCam(), _images, null, _folder) { Every = Every.Steps(2) };
        var history = Fit(2, callback);
        EventReader.Read(callback.Folder).Events.OfType<ValueEvent>().Where(e => e.Tag == "grad-cam").Select(e => e.Step).ShouldBe([2, 4, 6]);
        history.Names.ShouldBe(["loss", "accuracy"]);
    }

    [Fact]
    public void Drift_goes_on_after_an_interruption()
    {
        string Of(string name) => Path.Combine(_folder, name);
        ExplanationCallback Explain(string name) => new(new Gradients(), _images, null, Of(name)) { Tag = "map" };
        var undisturbed = Fit(4, Explain("a"));
        using (var killed = TinyTraining.Network())
            Should.Throw<CallbackException>(() => killed.Fit(TinyTraining.Data(), 4, 8, callbacks: [Explain("b"), new LambdaCallback { BatchEnd = (run, _, _) => { if (run.Iterations == 8) throw new InvalidOperationException(); } }, new BackupAndRestore(Of("c.keras")) { SaveFrequency = 1 }], verbose: Verbosity.Silent));
        using var resumed = TinyTraining.Network();
        var history = resumed.Fit(TinyTraining.Data(), 4, 8, callbacks: [Explain("b"), new BackupAndRestore(Of("c.keras")) { SaveFrequency = 1 }], verbose: Verbosity.Silent);
        foreach (var name in undisturbed.Names) history[name].ShouldBe(undisturbed[name], name);
        history["map/drift"].Skip(1).ShouldAllBe(d => double.IsFinite(d));
    }

    [Fact]
    public void Wrong_boxes_are_said()
    {
        using var callback = new ExplanationCallback(new GradCam(), _images, null, _folder) { Boxes = [new Box(0, 0, 1, 1), new Box(0, 0, 1, 1)] };
        Should.Throw<CallbackException>(() => Fit(1, callback)).Message.ShouldBe("The callback ExplanationCallback(grad-cam) failed in OnEpochEnd: There are 2 boxes for 3 images; give one for all, or one per image.");
    }

    [Fact]
    public void A_class_that_is_not_there_is_said_with_the_callbacks_name() =>
        Should.Throw<CallbackException>(() => Fit(1, new GradCAMCallback(_images, 2, outputDir: _folder))).Message.ShouldContain("class 2");

    private History Fit(int epochs, params Callback[] callbacks) => _model.Fit(TinyTraining.Data(), epochs, 8, callbacks: callbacks, verbose: Verbosity.Silent);

    private static double Dot(float[] a, float[] b) => a.Zip(b).Sum(p => (double)p.First * p.Second);

    /// <summary>Half the mean difference of two magnitudes over their mean.</summary>
    private static double Gini(float[] map)
    {
        var magnitudes = map.Select(v => Math.Abs((double)v)).ToArray();
        return magnitudes.Sum(a => magnitudes.Sum(b => Math.Abs(a - b))) / (2 * magnitudes.Length * magnitudes.Sum());
    }
}
