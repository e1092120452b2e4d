using TfExplain.Engine.Execution;
using TfExplain.Training;
using static TfExplain.Models.Tests.Training.TinyTraining;

namespace TfExplain.Models.Tests.Training;

/// <summary>What each callback does, and when.</summary>
public sealed class CallbackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tf-explain-callbacks-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    /// <summary>A number that takes given values, epoch by epoch, and notes every weight.</summary>
    private sealed class Scripted(params double[] values) : Callback
    {
        public List<float[][]> Weights { get; } = [];

        public List<float> Rates { get; } = [];

        public override void OnEpochEnd(int epoch, Logs logs)
        {
            logs["number"] = values[epoch];
            Weights.Add(TinyTraining.Weights(Run.Model));
            Rates.Add(Run.Optimizer.LearningRate);
        }
    }

    private static History Fit(Model model, int epochs, params Callback[] callbacks) => model.Fit(Data(), epochs, batchSize: 10, callbacks: callbacks, verbose: Verbosity.Silent);

    [Theory]
    // By hand, after Keras's rule: stop as soon as the last improvement by more than the delta is as many epochs ago as there is patience.
    [InlineData(new double[] { 5, 4, 4, 4, 3, 1 }, 2, 0, 0, MonitorMode.Min, 3)]
    [InlineData(new double[] { 5, 4, 4, 3, 3, 3 }, 2, 0, 0, MonitorMode.Min, 5)]
    [InlineData(new double[] { 5, 4.9, 4.8, 4.7, 1, 1 }, 2, 0.5, 0, MonitorMode.Min, 2)]
    [InlineData(new double[] { 5, 4.9, 4.8, 4.7, 1, 1 }, 2, 0.05, 0, MonitorMode.Min, null)]
    [InlineData(new double[] { 1, 2, 3, 3, 3, 3 }, 2, 0, 0, MonitorMode.Max, 4)]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6 }, 1, 0, 0, MonitorMode.Min, 1)]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6 }, 1, 0, 2, MonitorMode.Min, 3)]
    public void Early_stopping(double[] values, int patience, double minDelta, int from, MonitorMode mode, int? stopped)
    {
        using var model = Network();
        var stopping = new EarlyStopping("number", mode) { Patience = patience, MinDelta = minDelta, StartFromEpoch = from };
        var history = Fit(model, values.Length, new Scripted(values), stopping);
        stopping.StoppedEpoch.ShouldBe(stopped);
        history.Epochs.Count.ShouldBe(stopped + 1 ?? values.Length);
        (history.StoppedBecause is null).ShouldBe(stopped is null);
    }

    [Fact]
    public void Early_stopping_puts_the_best_weights_back_also_at_the_last_epoch()
    {
        foreach (var patience in new[] { 2, 9 })
        {
            using var model = Network();
            var script = new Scripted(5, 3, 4, 4, 4);
            Fit(model, 5, script, new EarlyStopping("number", MonitorMode.Min) { Patience = patience, RestoreBestWeights = true });
            model.ShouldHave(script.Weights[1], $"patience {patience}");
        }
    }

    [Fact]
    public void A_number_that_is_not_there_is_named_with_the_nearest()
    {
        using var model = Network();
        Should.Throw<CallbackException>(() => Fit(model, 1, new EarlyStopping())).Message.ShouldBe("The callback EarlyStopping failed in OnEpochEnd: there is no 'val_loss' to monitor; this training has loss, accuracy. Did you mean 'loss'? Numbers of a validation need validationData or validationSplit.");
        Should.Throw<CallbackException>(() => Fit(model, 1, new ReduceLROnPlateau("acuracy"))).Message.ShouldContain("Did you mean 'accuracy'?");
    }

    [Fact]
    public void Reduce_lr_on_plateau()
    {
        using var model = Network(rate: 0.1f);
        var script = new Scripted(5, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3);
        var history = Fit(model, 11, script, new ReduceLROnPlateau("number", MonitorMode.Min) { Factor = 0.5, Patience = 2, Cooldown = 1, MinLearningRate = 0.03f });
        // Worse twice: halved; the epoch of the cooldown does not count; the second time; then it is at its least.
        script.Rates.ShouldBe([0.1f, 0.1f, 0.1f, 0.1f, 0.05f, 0.05f, 0.03f, 0.03f, 0.03f, 0.03f, 0.03f], 1e-8);
        history["learning_rate"][3].ShouldBe(0.1, 1e-8);
        Should.Throw<ArgumentOutOfRangeException>(() => new ReduceLROnPlateau { Factor = 1 });
    }

    [Fact]
    public void Learning_rate_scheduler()
    {
        using var model = Network(rate: 0.1f);
        var script = new Scripted(0, 0, 0);
        var history = Fit(model, 3, script, new LearningRateScheduler((epoch, rate) => epoch == 0 ? rate : rate / 2));
        script.Rates.ShouldBe([0.1f, 0.05f, 0.025f]);
        history["learning_rate"].ShouldBe([0.1f, 0.05f, 0.025f]);
    }

    [Fact]
    public void Csv_logger()
    {
        var path = Path.Combine(_folder, "made", "history.csv");
        using var model = Network();
        var history = Fit(model, 2, new CsvLogger(path), new LambdaCallback { EpochEnd = (_, epoch, logs) => { if (epoch == 1) logs["late"] = 7; } });
        // A callback after it came too late for this line.
        File.ReadAllLines(path).ShouldBe(["epoch,loss,accuracy", $"0,{history["loss"][0]:R},{history["accuracy"][0]:R}", $"1,{history["loss"][1]:R},{history["accuracy"][1]:R}"]);
        Fit(model, 2, new LambdaCallback { EpochEnd = (_, epoch, logs) => { if (epoch == 1) logs["late"] = 7; } }, new CsvLogger(path, ';'));
        var lines = File.ReadAllLines(path);
        lines[0].ShouldBe("epoch;loss;accuracy;late");
        lines[1].ShouldEndWith(";NA");
        lines[2].ShouldEndWith(";7");
        Fit(model, 1, new CsvLogger(path, ';', append: true));
        File.ReadAllLines(path)[..3].ShouldBe(lines);
        File.ReadAllLines(path)[3].ShouldStartWith("0;");
        File.ReadAllLines(path)[3].ShouldEndWith(";NA");
    }

    [Fact]
    public void A_resumed_csv_file_loses_the_lines_beyond_the_checkpoint()
    {
        string Of(string name) => Path.Combine(_folder, name);
        using (var whole = Network()) Fit(whole, 4, new CsvLogger(Of("whole.csv")));
        using (var killed = Network()) Fit(killed, 2, new CsvLogger(Of("killed.csv")), new BackupAndRestore(Of("c.keras")) { KeepFile = true });
        File.AppendAllText(Of("killed.csv"), "2,1,1\n3,1,1\n");
        using (var resumed = Network()) Fit(resumed, 4, new CsvLogger(Of("killed.csv")), new BackupAndRestore(Of("c.keras")));
        File.ReadAllText(Of("killed.csv")).ShouldBe(File.ReadAllText(Of("whole.csv")));
    }

    [Fact]
    public void Model_checkpoint_patterns()
    {
        using var model = Network();
        Fit(model, 2, new Scripted(0.123456, 12), new ModelCheckpoint(Path.Combine(_folder, "w.{epoch:02d}-{number:.2f}.keras"), "number"), new ModelCheckpoint(Path.Combine(_folder, "e{epoch}.weights.h5")) { SaveWeightsOnly = true });
        Names("*").ShouldBe(["e1.weights.h5", "e2.weights.h5", "w.01-0.12.keras", "w.02-12.00.keras"]);
        using (var loaded = Model.Load(Path.Combine(_folder, "w.02-12.00.keras"))) loaded.ShouldHave(Weights(model), "the second epoch");
        using (var other = Network(seed: 9))
        {
            other.LoadWeights(Path.Combine(_folder, "e2.weights.h5"));
            other.ShouldHave(Weights(model), "weights alone");
        }
        TrainingState.Read(Path.Combine(_folder, "w.01-0.12.keras"))!.Iterations.ShouldBe(3);
        Should.Throw<CallbackException>(() => Fit(model, 1, new ModelCheckpoint(Path.Combine(_folder, "{los}.keras")))).Message.ShouldContain("has a place for 'los'; there are epoch, loss, accuracy");
        Fit(model, 1, new ModelCheckpoint(Path.Combine(_folder, "s{epoch}-{batch}.h5")) { SaveFrequency = 2 });
        // Steps 10 and on: of 10, 11 and 12 the even ones, counted from 0 in the epoch.
        Names("s*").ShouldBe(["s1-0.h5", "s1-2.h5"]);
    }

    [Fact]
    public void Model_checkpoint_of_the_best_epochs_alone()
    {
        using var model = Network();
        var script = new Scripted(5, 6, 4, 4);
        var checkpoint = new ModelCheckpoint(Path.Combine(_folder, "best.keras"), "number") { SaveBestOnly = true };
        Fit(model, 4, script, checkpoint);
        checkpoint.Best.ShouldBe(4);
        using var best = Model.Load(Path.Combine(_folder, "best.keras"));
        best.ShouldHave(script.Weights[2], "the third epoch");
    }

    [Fact]
    public void Lambda_callback_sees_every_moment_in_order()
    {
        using var model = Network();
        var seen = new List<string>();
        Fit(model, 2, new LambdaCallback
        {
            TrainBegin = _ => seen.Add("begin"), TrainEnd = _ => seen.Add("end"), EpochBegin = (_, e) => seen.Add($"[{e}"), EpochEnd = (_, e, logs) => seen.Add($"{e}]{logs.Count}"),
            BatchBegin = (_, b) => seen.Add($"({b}"), BatchEnd = (run, b, _) => seen.Add($"{b}){run.Iterations}"),
        });
        string.Join(' ', seen).ShouldBe("begin [0 (0 0)1 (1 1)2 (2 2)3 0]2 [1 (0 0)4 (1 1)5 (2 2)6 1]2 end");
        Should.Throw<InvalidOperationException>(() => new LambdaCallback().Run).Message.ShouldContain("not part of a training");
    }

    [Fact]
    public void The_checkpoint_is_made_after_all_that_it_remembers()
    {
        using var model = Network();
        var path = Path.Combine(_folder, "c.keras");
        var best = new ModelCheckpoint(Path.Combine(_folder, "best.keras"), "number") { SaveBestOnly = true };
        Fit(model, 1, new BackupAndRestore(path) { KeepFile = true }, best, new Scripted(4));
        TrainingState.Read(path)!.Numbers["checkpoint/best.keras/number/best"].ShouldBe(4);
    }

    [Theory]
    [InlineData(1, 4, 2)]
    [InlineData(2, 7, 1)]
    [InlineData(1, 9, 3)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 11, 4)]
    public void An_interrupted_training_ends_with_the_numbers_of_an_undisturbed_one(int threads, int stopAfter, int saveEvery)
    {
        using var pool = new WorkerPool(threads);
        string Of(string name) => Path.Combine(_folder, name);
        Callback[] Callbacks(string name, params Callback[] more) =>
        [
            new EarlyStopping("val_loss") { Patience = 3, RestoreBestWeights = true }, new ReduceLROnPlateau("loss") { Patience = 1, MinDelta = 0.5 }, new CsvLogger(Of(name + ".csv")),
            new ModelCheckpoint(Of(name + ".best.keras"), "val_accuracy") { SaveBestOnly = true }, .. more,
        ];
        History Train(Model model, Callback[] callbacks) => model.Fit(Data(), 8, batchSize: 10, validationData: Data(12, 2), callbacks: callbacks, seed: 4, verbose: Verbosity.Silent, pool: pool);

        using var undisturbed = Network();
        var expected = Train(undisturbed, Callbacks("a"));
        expected.StoppedBecause.ShouldNotBeNull("early stopping has something to remember");
        using (var killed = Network())
            Should.Throw<CallbackException>(() => Train(killed, Callbacks("b", new LambdaCallback { BatchEnd = (run, _, _) => { if (run.Iterations == stopAfter) throw new InvalidOperationException("killed"); } }, new BackupAndRestore(Of("c.keras")) { SaveFrequency = saveEvery })));
        using var resumed = Network();
        var history = Train(resumed, Callbacks("b", new BackupAndRestore(Of("c.keras")) { SaveFrequency = saveEvery }));
        resumed.ShouldHave(Weights(undisturbed), "weights");
        history.Epochs.ShouldBe(expected.Epochs);
        history.Names.ShouldBe(expected.Names);
        foreach (var name in expected.Names) history[name].ShouldBe(expected[name], name);
        File.ReadAllText(Of("b.csv")).ShouldBe(File.ReadAllText(Of("a.csv")));
        File.ReadAllBytes(Of("b.best.keras")).Length.ShouldBe(File.ReadAllBytes(Of("a.best.keras")).Length);
        File.Exists(Of("c.keras")).ShouldBeFalse("deleted after a training that came to its end");
    }

    [Fact]
    public void A_training_that_was_stopped_within_an_epoch_ends_that_epoch_when_it_goes_on()
    {
        string Of(string name) => Path.Combine(_folder, name);
        LambdaCallback Stop() => new() { BatchEnd = (run, _, _) => { if (run.Iterations == 4) run.Stop("enough"); } };
        using var undisturbed = Network();
        var expected = Fit(undisturbed, 5, Stop(), new CsvLogger(Of("a.csv")));
        expected.Epochs.ShouldBe([0, 1]);
        using (var killed = Network())
            Should.Throw<CallbackException>(() => Fit(killed, 5, Stop(), new CsvLogger(Of("b.csv")), new LambdaCallback { EpochEnd = (_, epoch, _) => { if (epoch == 1) throw new InvalidOperationException("killed"); } }, new BackupAndRestore(Of("c.keras")) { SaveFrequency = 1 }));
        using var resumed = Network();
        Fit(resumed, 5, Stop(), new CsvLogger(Of("b.csv")), new BackupAndRestore(Of("c.keras")) { SaveFrequency = 1 }).Epochs.ShouldBe([0, 1]);
        resumed.ShouldHave(Weights(undisturbed), "weights");
        File.ReadAllText(Of("b.csv")).ShouldBe(File.ReadAllText(Of("a.csv")));
    }

    [Fact]
    public void More_epochs_go_on_from_the_end()
    {
        var path = Path.Combine(_folder, "c.keras");
        using var whole = Network();
        Fit(whole, 5);
        using (var first = Network()) Fit(first, 2, new BackupAndRestore(path) { KeepFile = true });
        using var second = Network();
        Fit(second, 5, new BackupAndRestore(path) { KeepFile = true }).Epochs.ShouldBe([0, 1, 2, 3, 4]);
        second.ShouldHave(Weights(whole), "five epochs");
    }

    [Fact]
    public void A_resumed_epoch_reads_only_what_it_has_not_seen()
    {
        var path = Path.Combine(_folder, "c.keras");
        static Model Dense()
        {
            var model = Model.Sequential([Layers.Input(3), Layers.Of("Dense", ("units", 1))]);
            model.Compile("sgd", "mse");
            return model;
        }
        using (var killed = Dense())
            Should.Throw<CallbackException>(() => killed.Fit(new CountingDataset(40), 1, 4, callbacks: [new LambdaCallback { BatchEnd = (run, _, _) => { if (run.Iterations == 8) throw new InvalidOperationException(); } }, new BackupAndRestore(path) { SaveFrequency = 7 }], verbose: Verbosity.Silent));
        using var resumed = Dense();
        var data = new CountingDataset(40);
        var seen = new List<int>();
        resumed.Fit(data, 1, 4, callbacks: [new LambdaCallback { BatchBegin = (_, batch) => seen.Add(batch) }, new BackupAndRestore(path)], verbose: Verbosity.Silent);
        seen.ShouldBe([7, 8, 9]);
        data.Reads.ShouldBe(12);
    }

    private string[] Names(string pattern) => [.. Directory.GetFiles(_folder, pattern).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
}
