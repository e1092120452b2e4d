using TfExplain.TensorBoard;
using TfExplain.Training;

namespace TfExplain.Tests.Callbacks;

/// <summary>What a training's event files hold, read back.</summary>
public sealed class TensorBoardCallbackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("logs").FullName;
    private readonly Model _model = TinyTraining.Network();

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_folder, true);
    }

    [Fact]
    public void Scalars_are_the_historys()
    {
        var history = Fit(new TensorBoardCallback(_folder), new LearningRateScheduler((epoch, _) => 0.01f / (epoch + 1)));
        foreach (var (run, prefix) in new[] { ("train", ""), ("validation", "val_") })
            foreach (var name in new[] { "loss", "accuracy" })
                Scalars(run, $"epoch_{name}").ShouldBe(history[prefix + name].Select((v, epoch) => ((long)epoch, (double)(float)v)), $"{run} {name}");
        Scalars("train", "epoch_learning_rate").ShouldBe([(0, 0.01f), (1, 0.005f), (2, 0.01f / 3)]);
        var events = Events("train");
        events.OfType<GraphEvent>().ShouldHaveSingleItem();
        string.Join(" | ", events.OfType<ValueEvent>().Single(e => e.Tag == "model").Texts).ShouldContain("conv | Conv2D | [?,6,6,4] | 40");
        events.OfType<ValueEvent>().ShouldNotContain(e => e.Plugin == ValueEvent.Histograms);
    }

    [Fact]
    public void Histograms_of_weights_and_gradients()
    {
        var last = new Dictionary<string, (float[] Values, float[] Gradient)>();
        Fit(new TensorBoardCallback(_folder) { HistogramFrequency = 2, WritesGradients = true }, new LambdaCallback
        {
            EpochEnd = (run, _, _) =>
            {
                foreach (var weight in run.Model.Parameters) last[weight.Name] = (weight.Values.ToArray(), run.Gradient(weight).ToArray());
            },
        });
        var histograms = Events("train").OfType<ValueEvent>().Where(e => e.Plugin == ValueEvent.Histograms).ToList();
        histograms.Select(h => h.Step).Distinct().ShouldBe([0, 2]);
        foreach (var (name, (values, gradient)) in last)
            foreach (var (tag, numbers) in new[] { (name, values), ($"{name}/gradient", gradient) })
            {
                var buckets = histograms.Single(h => h.Tag == tag && h.Step == 2).Buckets!;
                Enumerable.Range(0, buckets.Count / 3).Sum(i => buckets[3 * i + 2]).ShouldBe(numbers.Length, tag);
                buckets[0].ShouldBe(numbers.Min(), 1e-6, tag);
                buckets[^2].ShouldBe(numbers.Max(), 1e-6, tag);
            }
    }

    [Fact]
    public void Steps_as_well_where_wanted()
    {
        Fit(new TensorBoardCallback(_folder) { UpdateFrequency = 2, WritesGraph = false });
        Scalars("train", "batch_loss").Select(s => s.Step).ShouldBe([2, 4, 6, 8]);
        Events("train").OfType<GraphEvent>().ShouldBeEmpty();
        Should.Throw<ArgumentOutOfRangeException>(() => new TensorBoardCallback(_folder) { UpdateFrequency = 0 });
    }

    [Fact]
    public void The_files_are_closed_when_another_callback_throws()
    {
        Should.Throw<CallbackException>(() => Fit(new TensorBoardCallback(_folder), new LambdaCallback { EpochEnd = (_, epoch, _) => { if (epoch == 1) throw new InvalidOperationException(); } }));
        Scalars("train", "epoch_loss").Count.ShouldBe(2);
        // On systems that lock open files this would fail.
        foreach (var (path, _) in EventFiles.Find(_folder)) File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_is_named()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "x");
        Should.Throw<CallbackException>(() => Fit(new TensorBoardCallback(file))).Message.ShouldContain("TensorBoardCallback failed in OnTrainBegin");
    }

    private History Fit(params Callback[] callbacks) => _model.Fit(TinyTraining.Data(), 3, 8, validationData: TinyTraining.Data(6), callbacks: callbacks, verbose: Verbosity.Silent);

    private IReadOnlyList<LogEvent> Events(string run)
    {
        var log = EventReader.Read(Path.Combine(_folder, run));
        log.Problems.ShouldBeEmpty();
        return log.Events;
    }

    private List<(long Step, double Value)> Scalars(string run, string tag) => [.. Events(run).OfType<ValueEvent>().Where(e => e.Tag == tag).Select(e => (e.Step, e.Scalar!.Value))];
}
